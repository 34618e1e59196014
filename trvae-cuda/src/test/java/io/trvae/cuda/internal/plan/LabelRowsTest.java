package io.trvae.cuda.internal.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LabelRowsTest {

  private final LabelTable table = new LabelTable();
  private final FloatBuffer memory = FloatBuffer.allocate(3 * 2);
  private final List<Integer> changed = new ArrayList<>();

  @Test
  void computesALabelOnceAndKeepsIt() {
    LabelRows rows = rows();
    assertThat(rows.place(new float[] {1, 0, 0, 1, 1, 0}, 3, changed::add))
        .containsExactly(0, 1, 0);
    assertThat(changed).containsExactly(0, 1);
    assertThat(memory.array()).startsWith(10, 100, 0, 0);
    assertThat(rows.place(new float[] {0, 1}, 1, changed::add)).containsExactly(1);
    assertThat(changed).containsExactly(0, 1);
  }

  @Test
  void forgetsAllWhereNewOnesFindNoRoom() {
    LabelRows rows = rows();
    rows.place(new float[] {1, 0, 0, 1}, 2, changed::add);
    changed.clear();
    assertThat(rows.place(new float[] {0.5f, 0.5f, 0.25f, 0.75f}, 2, changed::add))
        .containsExactly(0, 1);
    assertThat(changed).containsExactly(0, 1);
    assertThat(memory.array()).startsWith(5, 50, 2.5f, 25);
  }

  @Test
  void doesNotWatchTheCallersArray() {
    LabelRows rows = rows();
    float[] label = {1, 0};
    rows.place(label, 1, changed::add);
    label[0] = 0.5f;
    label[1] = 0.5f;
    assertThat(rows.place(new float[] {1, 0}, 1, changed::add)).containsExactly(0);
    assertThat(changed).containsExactly(0);
  }

  private LabelRows rows() {
    assertThat(table.add(label -> new float[] {10 * label[0]}, 1)).isZero();
    assertThat(table.add(label -> new float[] {100 * label[0]}, 1)).isEqualTo(1);
    return new LabelRows(table, memory, 3);
  }
}
