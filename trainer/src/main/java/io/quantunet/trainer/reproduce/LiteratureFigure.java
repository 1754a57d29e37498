package io.quantunet.trainer.reproduce;

import java.util.List;
import java.util.Optional;

/**
 * A published score on BUSI by the literature's protocol, from the table of FengheTan9's
 * Medical-Image-Segmentation-Benchmarks: 647 lesion images, 256 x 256, the mean over three random
 * 70/30 splits of the best validation epoch of 300, Dice pooled over batches.
 *
 * @param net its name
 * @param megaParameters millions of parameters
 * @param dice batch-micro, 0..1
 * @param spread half width as published, where it is known
 */
record LiteratureFigure(String net, double megaParameters, double dice, Optional<Double> spread) {

  static final List<LiteratureFigure> ALL =
      List.of(
          new LiteratureFigure("UNeXt", 1.47, 0.7416, Optional.empty()),
          new LiteratureFigure("U-Net", 34.52, 0.7697, Optional.of(0.0310)),
          new LiteratureFigure("Mobile U-ViT", 1.39, 0.8118, Optional.of(0.0305)));
}
