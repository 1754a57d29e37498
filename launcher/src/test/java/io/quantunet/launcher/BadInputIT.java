package io.quantunet.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import io.quantunet.proto.GreyImage;
import io.quantunet.proto.PngImages;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("On bad input, the command line")
class BadInputIT {

  @TempDir Path folder;

  @Test
  void namesAModelThatIsNotThere() {
    assertRefused(
        Terminal.run("model", "inspect", "--model", "nowhere.qun"),
        "nowhere.qun: no such model bundle",
        "--model FILE");
  }

  @Test
  void refusesAModelWithOneFlippedBit() throws IOException {
    byte[] bundle = Files.readAllBytes(shippedModel());
    bundle[bundle.length / 2] ^= 4;
    Path damaged = Files.write(folder.resolve("damaged.qun"), bundle);

    assertRefused(
        Terminal.run("infer", "--model", damaged.toString(), "--input", ".", "--output", "."),
        "damaged.qun: damaged bundle",
        "fetch it again");
  }

  @Test
  void refusesAnEngineWithoutItsDevice() throws IOException {
    Path image = writeImage("image.png");

    assertRefused(
        Terminal.run(
            "infer", "--engine", "fpga", "--input", image.toString(), "--output", "unused"),
        "fpga");
  }

  @Test
  void listsTheEnginesThatThereAre() {
    Terminal.Seen seen = Terminal.run("model", "verify", "--engine", "gpu");

    assertThat(seen.exit()).isEqualTo(2);
    assertThat(seen.err()).contains("no engine is called 'gpu'").contains("reference, onednn");
  }

  @Test
  void namesTheImagesWithoutAMask() throws IOException {
    Files.createDirectories(folder.resolve("benign"));
    writeImage("benign/alone.png");
    writeImage("benign/whole.png");
    writeImage("benign/whole_mask.png");

    assertRefused(Terminal.run("evaluate", "--data", folder.toString()), "mask", "alone");
    assertRefused(
        Terminal.run("train", "--data", folder.toString(), "--out", folder + "/run"),
        "mask",
        "alone");
    assertRefused(
        Terminal.run("demo", "--headless", "--replay", folder.toString()), "mask", "alone");
  }

  @Test
  void namesAnUnknownKeyOfARecipeAndTheNearestKnownOne() throws IOException {
    Path recipe = Files.writeString(folder.resolve("mine.conf"), "seed = 2\nnet.widht = 8\n");

    assertRefused(
        Terminal.run("train", "--recipe", recipe.toString(), "--out", folder + "/run"),
        "mine.conf: 2: unknown key 'net.widht'",
        "'net.width'");
    assertRefused(
        Terminal.run("train", "--set", "loss.lamda=1", "--out", folder + "/run"),
        "unknown key 'loss.lamda'",
        "'loss.lambda'");
    assertRefused(
        Terminal.run("train", "--recipe", "quantunet-w17", "--out", folder + "/run"),
        "'quantunet-w17' is neither a recipe file nor built in");
  }

  @Test
  void wantsImagesToTrainOn() throws IOException {
    Terminal.Seen seen = Terminal.run("train", "--out", folder + "/run");

    assertThat(seen.exit()).isEqualTo(2);
    assertThat(seen.err()).contains("no images to train on: give --data");
    assertRefused(
        Terminal.run("train", "--data", folder.toString(), "--out", folder + "/run"),
        "holds no images");
  }

  @Test
  void wantsASplitFileForASplit() throws IOException {
    Files.createDirectories(folder.resolve("benign"));
    writeImage("benign/image.png");
    writeImage("benign/image_mask.png");

    assertRefused(
        Terminal.run("evaluate", "--data", folder.toString(), "--split", "val"), "no split.csv");
  }

  @Test
  void namesAPortInUse() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String port = String.valueOf(taken.getLocalPort());

      assertRefused(Terminal.run("demo", "--headless", "--port", port), port);
      assertRefused(Terminal.run("broker", "--port", port), port);
    }
  }

  @Test
  void namesABrokerThatIsNotThere() throws IOException {
    int closed;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      closed = free.getLocalPort();
    }

    assertRefused(
        Terminal.run("retrain", "--broker", "mqtt://127.0.0.1:" + closed), "127.0.0.1:" + closed);
  }

  @Test
  void doesNotOverwriteMasksBesideTheirImages() throws IOException {
    writeImage("image.png");
    Path truth = writeImage("image_mask.png");
    byte[] before = Files.readAllBytes(truth);

    assertRefused(
        Terminal.run("infer", "--input", folder.toString(), "--output", folder.toString()),
        "choose another");
    assertThat(truth).hasBinaryContent(before);
  }

  @Test
  void passesOverAnImageThatIsNone() throws IOException {
    writeImage("in/good.png");
    Files.writeString(folder.resolve("in/bad.png"), "not a PNG");

    Terminal.Seen seen =
        Terminal.run("infer", "--input", folder + "/in", "--output", folder + "/out");

    assertThat(seen.exit()).isEqualTo(1);
    assertThat(seen.err()).contains("bad.png: passed over").doesNotContain("\tat ");
    assertThat(folder.resolve("out/good_mask.png")).exists();
  }

  private static void assertRefused(Terminal.Seen seen, String... parts) {
    assertThat(seen.exit()).as(seen.err()).isEqualTo(1);
    assertThat(seen.err()).startsWith("quantunet: ").contains(parts).doesNotContain("\tat ");
    assertThat(seen.err()).doesNotContain("unexpected ");
  }

  private static Path shippedModel() {
    return Path.of(System.getProperty("quantunet.home"), "models", "quantunet-w16.qun");
  }

  private Path writeImage(String name) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.write(file, PngImages.encode(new GreyImage(64, 48, new byte[64 * 48])));
  }
}
