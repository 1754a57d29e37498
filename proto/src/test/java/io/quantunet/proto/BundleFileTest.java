package io.quantunet.proto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.ByteString;
import io.quantunet.proto.DecodeException.Reason;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("A bundle file")
class BundleFileTest {

  @TempDir Path folder;

  @Test
  void givesBackTheBundleAndItsDigest() throws Exception {
    Path file = folder.resolve("new/model.qun");
    BundleFile.write(file, bundle());

    BundleFile read = BundleFile.read(file);

    assertThat(read.bundle()).isEqualTo(bundle());
    assertThat(read.manifest().getModelId()).isEqualTo("tiny");
    assertThat(read.sha256()).isEqualTo(BundleFile.sha256(bundle().toByteArray()));
    assertThat(Files.list(file.getParent())).containsExactly(file);
  }

  @Test
  void isRefusedWithAnyBitFlipped() {
    byte[] whole = BundleFile.encode(bundle());
    for (int bit = 0; bit < whole.length * 8; bit++) {
      byte[] damaged = whole.clone();
      damaged[bit / 8] ^= (byte) (1 << bit % 8);
      assertThat(reasonFor(damaged))
          .as("bit %d", bit)
          .isIn(Reason.NOT_A_MESSAGE, Reason.CHECKSUM_MISMATCH);
    }
  }

  @Test
  void isRefusedWhenTruncated() {
    byte[] whole = BundleFile.encode(bundle());
    for (int length = 0; length < whole.length; length++) {
      assertThat(reasonFor(Arrays.copyOf(whole, length))).isNotNull();
    }
  }

  @Test
  void isRefusedWhenThePartsAreNotThoseOfTheManifest() {
    ModelBundle mixed = bundle().toBuilder().setNetwork(ByteString.copyFromUtf8("other")).build();

    assertThat(reasonFor(BundleFile.encode(mixed))).isEqualTo(Reason.CHECKSUM_MISMATCH);
  }

  @Test
  void isRefusedInAnotherVersion() {
    assertThat(reasonFor(BundleFile.encode(bundle().toBuilder().setFormatVersion(9).build())))
        .isEqualTo(Reason.WRONG_VERSION);
  }

  private static Reason reasonFor(byte[] bytes) {
    DecodeException refused =
        catchThrowableOfType(DecodeException.class, () -> BundleFile.decode(bytes, "test.qun"));
    assertThat(refused).isNotNull().hasMessageStartingWith("test.qun: ");
    return refused.reason();
  }

  private static ModelBundle bundle() {
    ByteString network = ByteString.copyFromUtf8("network");
    ByteString golden = ByteString.copyFromUtf8("golden");
    ModelManifest manifest =
        ModelManifest.newBuilder()
            .setFormatVersion(1)
            .setModelId("tiny")
            .setNetworkSha256(ByteString.copyFrom(BundleFile.sha256(network.toByteArray())))
            .setGoldenSha256(ByteString.copyFrom(BundleFile.sha256(golden.toByteArray())))
            .build();
    return ModelBundle.newBuilder()
        .setFormatVersion(1)
        .setManifest(manifest.toByteString())
        .setNetwork(network)
        .setGolden(golden)
        .build();
  }
}
