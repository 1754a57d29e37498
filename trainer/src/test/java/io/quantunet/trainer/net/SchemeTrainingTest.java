package io.quantunet.trainer.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.quantunet.trainer.net.BlobTraining.Blob;
import io.quantunet.trainer.quantization.ActivationScheme;
import io.quantunet.trainer.quantization.WeightScheme;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("A net learns to segment")
class SchemeTrainingTest {

  private static final int SIDE = 32;
  private static final int BATCH = 8;

  static Stream<Arguments> schemes() {
    return Stream.of(
        Arguments.of(WeightScheme.FixedWidth.of(4), ActivationScheme.FixedWidth.of(6)),
        Arguments.of(new WeightScheme.Ternary(), ActivationScheme.FixedWidth.of(6)),
        Arguments.of(new WeightScheme.LearnedWidth(4.3), ActivationScheme.FixedWidth.of(4)),
        Arguments.of(new WeightScheme.LearnedWidth(4.3), new ActivationScheme.LearnedWidth(4)),
        Arguments.of(new WeightScheme.StepAndRange(4), ActivationScheme.FixedWidth.of(6)));
  }

  @ParameterizedTest(name = "with {0} and {1}")
  @MethodSource("schemes")
  void whateverItsScheme(WeightScheme weights, ActivationScheme activations) {
    NetSettings settings =
        new NetSettings(8, SIDE, SIDE, BATCH, weights, activations, Precision.FLOAT32);
    try (UNet net = new UNet(settings, new Random(1))) {
      List<Blob> unseen = BlobTraining.blobs(new Random(77), BATCH, SIDE);

      BlobTraining.train(net);
      BlobTraining.put(net, unseen);
      net.forward(false);

      assertThat(BlobTraining.dice(net.logits().toArray(), unseen)).isGreaterThan(0.9);
    }
  }
}
