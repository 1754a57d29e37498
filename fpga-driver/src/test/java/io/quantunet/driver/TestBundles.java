package io.quantunet.driver;

import io.quantunet.driver.engine.GoldenVectors;
import io.quantunet.driver.model.BitWidth;
import io.quantunet.driver.model.ManifestInfo;
import io.quantunet.driver.model.ModelBundles;
import io.quantunet.driver.model.QuantizedModel;
import io.quantunet.driver.verify.RandomModels;
import io.quantunet.proto.BundleFile;
import io.quantunet.proto.DecodeException;
import io.quantunet.proto.GreyImage;
import io.quantunet.proto.ModelBundle;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Small bundles of random nets. */
public final class TestBundles {

  /** Both sides of the bundles' grid. */
  public static final int GRID = 32;

  private TestBundles() {}

  /** What the bundles say about themselves. */
  public static ManifestInfo info(String modelId) {
    return new ManifestInfo(
        modelId,
        Instant.parse("2026-11-21T08:00:00.123456Z"),
        GRID,
        GRID,
        Map.of("val_dice_lesion_mean", 0.625),
        "random, for tests");
  }

  /** A frame of the grid's size. */
  public static GreyImage frame(long seed) {
    byte[] pixels = RandomModels.codes(new Random(seed), GRID * GRID, new BitWidth(8));
    return new GreyImage(GRID, GRID, pixels);
  }

  /** The bundle of a net with one golden vector. */
  public static ModelBundle message(QuantizedModel model, String modelId) {
    return ModelBundles.write(model, info(modelId), GoldenVectors.record(model, List.of(frame(1))));
  }

  /** A net of width 1 as a bundle; another seed is another net. */
  public static BundleFile bundle(String modelId, long seed) {
    return file(message(RandomModels.model(1, seed), modelId));
  }

  /** The bundle as it comes out of a file. */
  public static BundleFile file(ModelBundle message) {
    try {
      return BundleFile.decode(BundleFile.encode(message), "test");
    } catch (DecodeException e) {
      throw new AssertionError(e);
    }
  }
}
