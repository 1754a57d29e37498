package io.quantunet.trainer.data;

import io.quantunet.proto.GreyImage;
import io.quantunet.proto.PngImages;
import io.quantunet.trainer.data.augmentation.Augmentation;
import io.quantunet.trainer.data.augmentation.AugmentationSettings;
import io.quantunet.trainer.data.augmentation.Dose;
import io.quantunet.trainer.data.augmentation.DrawSeed;
import io.quantunet.trainer.data.augmentation.Ingredient;
import io.quantunet.trainer.data.augmentation.View;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Draws augmented images on one sheet, to be looked at: does it still look like ultrasound? First
 * row: the images. Then one row for each ingredient alone, in the order of {@link Ingredient}. Then
 * rows of whole views, with the masks' outlines. Arguments: data folder, preset, file to write.
 */
final class ContactSheet {

  private static final int SIDE = 128;
  private static final int COLUMNS = 10;
  private static final int WHOLE_ROWS = 6;

  private final List<byte[]> tiles = new ArrayList<>();

  private ContactSheet() {}

  public static void main(String[] arguments) throws IOException {
    List<Sample> samples = DataFolder.load(Path.of(arguments[0]), SIDE, SIDE);
    AugmentationSettings preset = AugmentationSettings.preset(arguments[1]);
    ContactSheet sheet = new ContactSheet();
    List<Sample> few = new ArrayList<>();
    for (int i = 0; i < COLUMNS; i++) {
      few.add(samples.get(i * samples.size() / COLUMNS));
    }
    few.forEach(sample -> sheet.tiles.add(sample.codes()));
    for (Ingredient ingredient : Ingredient.values()) {
      Dose dose = Dose.always(preset.dose(ingredient).strength());
      AugmentationSettings alone = AugmentationSettings.NONE.with(ingredient, dose);
      few.forEach(sample -> sheet.tiles.add(view(sample, alone, sheet.tiles.size(), false)));
    }
    for (int i = 0; i < WHOLE_ROWS * COLUMNS; i++) {
      Sample sample = samples.get(i * samples.size() / (WHOLE_ROWS * COLUMNS));
      sheet.tiles.add(view(sample, preset, i, true));
    }
    Files.write(Path.of(arguments[2]), PngImages.encode(sheet.image()));
  }

  private static byte[] view(
      Sample sample, AugmentationSettings settings, long seed, boolean outlined) {
    byte[] codes = new byte[SIDE * SIDE];
    byte[] mask = new byte[SIDE * SIDE];
    new Augmentation(settings, SIDE, SIDE)
        .draw(sample.codes(), sample.mask().pixels(), DrawSeed.of(seed), new View(codes, mask, 0));
    for (int i = SIDE; outlined && i < mask.length; i++) {
      if (mask[i] != mask[i - 1] || mask[i] != mask[i - SIDE]) {
        codes[i] = (byte) 255;
      }
    }
    return codes;
  }

  private GreyImage image() {
    int width = COLUMNS * SIDE;
    byte[] pixels = new byte[tiles.size() * SIDE * SIDE];
    for (int tile = 0; tile < tiles.size(); tile++) {
      int left = tile % COLUMNS * SIDE;
      int top = tile / COLUMNS * SIDE;
      for (int y = 0; y < SIDE; y++) {
        System.arraycopy(tiles.get(tile), y * SIDE, pixels, (top + y) * width + left, SIDE);
      }
    }
    return new GreyImage(width, tiles.size() / COLUMNS * SIDE, pixels);
  }
}
