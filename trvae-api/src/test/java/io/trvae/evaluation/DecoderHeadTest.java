package io.trvae.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.trvae.model.TransferModel;
import io.trvae.network.Architecture;
import io.trvae.network.Layer;
import io.trvae.network.Network;
import io.trvae.network.NetworkSpec;
import io.trvae.network.Shape;
import io.trvae.testkit.RandomModels;
import io.trvae.testkit.ReferenceNetwork;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DecoderHeadTest {

  @ParameterizedTest
  @EnumSource
  void agreesWithPlainLoopsUpToTheMmdLayer(Architecture architecture) {
    NetworkSpec spec = new NetworkSpec(architecture, 32, 3, 5, 7, 0.25f);
    TransferModel model = RandomModels.create(spec, 3);
    Network network = model.network();
    float[] latent = new float[5];
    double[] wide = new double[5];
    Random random = new Random(1);
    for (int i = 0; i < latent.length; i++) {
      latent[i] = (float) random.nextGaussian();
      wide[i] = latent[i];
    }
    double[] expected =
        new ReferenceNetwork(model.tensors())
            .run(
                network.decoder().subList(0, network.mmdLayer() + 1),
                wide,
                Shape.flat(5),
                new double[] {0, 1, 0});

    float[] actual = DecoderHead.of(model).run(latent, new float[] {0, 1, 0});

    assertThat(actual).hasSize(7);
    for (int i = 0; i < actual.length; i++) {
      assertThat((double) actual[i]).isCloseTo(expected[i], within(1e-5));
    }
  }

  /** (1, -2) and the label (0, 1), embedded as (-1, 1), through every kind of layer. */
  @Test
  void byHand() {
    DecoderHead head =
        new DecoderHead(
            List.of(
                new Layer.ConcatLabel(List.of(new Layer.Affine(2, -1))),
                new Layer.Dropout(0.5f),
                new Layer.Dense("d", 4, 2, true),
                new Layer.BatchNorm("n", 2, 1),
                new Layer.LeakyRelu(0.5f)),
            Map.of(
                "d.weight", new float[] {1, 0, 0, 0, 0, 1, 3, 1},
                "d.bias", new float[] {10, -3},
                "n.running_mean", new float[] {5, 1},
                "n.running_var", new float[] {3, 0},
                "n.weight", new float[] {1, 2},
                "n.bias", new float[] {0, 4}));

    // Dense: 11 and -2 - 3 + 1 - 3 = -7; normalised: 3 and -16 + 4.
    assertThat(head.run(new float[] {1, -2}, new float[] {0, 1})).containsExactly(3, -6);
  }

  @Test
  void namesALayerThatItCannotCompute() {
    DecoderHead head = new DecoderHead(List.of(new Layer.Upsample2x()), Map.of());

    assertThatIllegalArgumentException()
        .isThrownBy(() -> head.run(new float[2], new float[2]))
        .withMessageStartingWith("The decoder has Upsample2x[] before its MMD layer");
  }
}
