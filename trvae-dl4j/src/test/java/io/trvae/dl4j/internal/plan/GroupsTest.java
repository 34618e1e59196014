package io.trvae.dl4j.internal.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GroupsTest {

  @ParameterizedTest
  @CsvSource({
    "1,1,1", "8,1,8", "9,1,5", "16,2,8", "17,2,5", "24,2,6", "32,2,8", "32,4,8", "20,16,2"
  })
  void everyThreadGetsAsManyGroups(int images, int threads, int size) {
    assertEquals(size, Groups.size(images, threads, 8));
  }
}
