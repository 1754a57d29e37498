package io.quantunet.launcher;

import io.quantunet.driver.engine.Engines;
import io.quantunet.driver.engine.InferenceEngine;
import io.quantunet.driver.engine.Logits;
import io.quantunet.driver.image.FramePreprocessor;
import io.quantunet.driver.model.LoadedModel;
import io.quantunet.proto.BinaryMask;
import io.quantunet.proto.DecodeException;
import io.quantunet.proto.GreyImage;
import io.quantunet.proto.PngImages;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code quantunet infer}: masks for the images of a folder. */
@Command(
    name = "infer",
    mixinStandardHelpOptions = true,
    description = {
      "Writes a mask for every PNG image: <name>_mask.png, at the image's size, 255 = lesion.",
      "Files named *_mask.png are taken for masks and passed over."
    })
final class InferCommand implements Callable<Integer> {

  private static final String MASK_SUFFIX = "_mask.png";

  @Mixin private ModelOption model;
  @Mixin private EngineOption engine;

  @Option(
      names = "--input",
      required = true,
      paramLabel = "FILE|DIR",
      description = "a PNG image, or a folder of them (folders below it, too)")
  private Path input;

  @Option(
      names = "--output",
      required = true,
      paramLabel = "DIR",
      description = "where the masks go; folders below the input are kept")
  private Path output;

  @Option(
      names = "--dump-layers",
      paramLabel = "DIR",
      description = {
        "also write every layer's codes, the grid and the logits as NumPy files:",
        "DIR/<name>/NN-<layer>.npy, [height, width, channels]"
      })
  private Optional<Path> dump = Optional.empty();

  @Override
  public Integer call() throws IOException, DecodeException {
    LoadedModel loaded = model.model();
    List<Path> images = images();
    requireOtherFolder();
    FramePreprocessor grid =
        new FramePreprocessor(loaded.manifest().gridWidth(), loaded.manifest().gridHeight());
    int unreadable = 0;
    try (InferenceEngine running = Engines.create(engine.kind(), loaded.model())) {
      for (Path image : images) {
        try {
          writeMask(image, segment(running, grid, image));
        } catch (DecodeException e) {
          System.err.println("quantunet: " + image + ": passed over: " + e.getMessage());
          unreadable++;
        }
      }
    }
    System.out.printf(
        "%d masks written to %s (model %s, engine %s)%n",
        images.size() - unreadable, output, loaded.manifest().modelId(), engine.kind().label());
    return unreadable == 0 ? 0 : 1;
  }

  private BinaryMask segment(InferenceEngine engine, FramePreprocessor grid, Path file)
      throws IOException, DecodeException {
    GreyImage image = PngImages.decode(Files.readAllBytes(file));
    byte[] codes = grid.toGrid(image);
    Logits logits =
        dump.isPresent()
            ? LayerDump.into(dumpFolder(file)).run(engine, codes, grid)
            : engine.infer(codes, grid.gridWidth(), grid.gridHeight());
    return logits.mask().resizeNearest(image.width(), image.height());
  }

  private Path dumpFolder(Path image) {
    return dump.orElseThrow().resolve(relative(image).replaceFirst("\\.png$", ""));
  }

  private String relative(Path image) {
    Path relative = Files.isDirectory(input) ? input.relativize(image) : image.getFileName();
    return relative.toString();
  }

  private List<Path> images() throws IOException {
    try (Stream<Path> files = Files.walk(input)) {
      List<Path> images =
          files.filter(Files::isRegularFile).filter(InferCommand::isImage).sorted().toList();
      if (images.isEmpty()) {
        throw new CommandFailure(input + ": no PNG image there");
      }
      return images;
    }
  }

  private static boolean isImage(Path file) {
    String name = file.getFileName().toString();
    return name.endsWith(".png") && !name.endsWith(MASK_SUFFIX);
  }

  /** Masks that lie beside their images are somebody's truth. */
  private void requireOtherFolder() throws IOException {
    Path folder = Files.isDirectory(input) ? input : input.toAbsolutePath().getParent();
    if (Files.isDirectory(output) && Files.isSameFile(folder, output)) {
      throw new CommandFailure(
          output + ": is the folder of the input; choose another, its masks would be overwritten");
    }
  }

  private void writeMask(Path image, BinaryMask mask) throws IOException {
    Path target = output.resolve(relative(image).replaceFirst("\\.png$", MASK_SUFFIX));
    Files.createDirectories(target.toAbsolutePath().getParent());
    Files.write(target, PngImages.encode(mask));
  }
}
