package io.quantunet.proto;

import com.google.protobuf.InvalidProtocolBufferException;
import io.quantunet.proto.DecodeException.Reason;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.UUID;

/**
 * A model bundle as bytes: {@code "QUN1"}, the SHA-256 of what follows, a serialized {@link
 * ModelBundle}. One flipped bit anywhere is found. The same bytes are a {@code .qun} file and the
 * payload of a {@link RolloutCommand}; their SHA-256 is the model's digest.
 */
public final class BundleFile {

  /** Largest bundle: 64 MiB, the paper's width 64 at 8 bits twice over. */
  public static final int MAX_BYTES = 64 << 20;

  private static final byte[] MAGIC = "QUN1".getBytes(StandardCharsets.US_ASCII);
  private static final int SHA256_BYTES = 32;
  private static final int HEADER_BYTES = MAGIC.length + SHA256_BYTES;

  private final byte[] sha256;
  private final ModelBundle bundle;
  private final ModelManifest manifest;

  private BundleFile(byte[] sha256, ModelBundle bundle, ModelManifest manifest) {
    this.sha256 = sha256;
    this.bundle = bundle;
    this.manifest = manifest;
  }

  /** The bytes of a bundle. */
  public static byte[] encode(ModelBundle bundle) {
    byte[] body = bundle.toByteArray();
    ByteArrayOutputStream out = new ByteArrayOutputStream(HEADER_BYTES + body.length);
    out.writeBytes(MAGIC);
    out.writeBytes(sha256(body));
    out.writeBytes(body);
    return out.toByteArray();
  }

  /**
   * @param bytes a whole bundle
   * @param origin where it came from, for messages
   * @throws DecodeException if it is too large, no bundle, damaged, or of an unknown version
   */
  public static BundleFile decode(byte[] bytes, String origin) throws DecodeException {
    checkLength(bytes.length, origin);
    if (bytes.length < HEADER_BYTES
        || !Arrays.equals(bytes, 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
      throw new DecodeException(
          Reason.NOT_A_MESSAGE, origin + ": not a model bundle (it does not begin with QUN1)");
    }
    byte[] expected = Arrays.copyOfRange(bytes, MAGIC.length, HEADER_BYTES);
    byte[] body = Arrays.copyOfRange(bytes, HEADER_BYTES, bytes.length);
    byte[] actual = sha256(body);
    if (!MessageDigest.isEqual(expected, actual)) {
      throw new DecodeException(
          Reason.CHECKSUM_MISMATCH,
          "%s: damaged bundle: SHA-256 is %s, but the header says %s; fetch it again"
              .formatted(origin, hex(actual), hex(expected)));
    }
    return parse(actual, body, origin);
  }

  /**
   * Reads a bundle file.
   *
   * @throws IOException if it cannot be read
   * @throws DecodeException if it is too large, no bundle, damaged, or of an unknown version
   */
  public static BundleFile read(Path file) throws IOException, DecodeException {
    checkLength(Files.size(file), file.toString());
    return decode(Files.readAllBytes(file), file.toString());
  }

  /**
   * Writes a bundle whole or not at all: to a temporary file beside it, then renamed.
   *
   * @throws IOException if it cannot be written; an older file of that name is then untouched
   */
  public static void write(Path file, ModelBundle bundle) throws IOException {
    Path folder = file.toAbsolutePath().getParent();
    Files.createDirectories(folder);
    Path partial = folder.resolve(file.getFileName() + "." + UUID.randomUUID() + ".part");
    try {
      Files.write(partial, encode(bundle));
      Files.move(
          partial, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(partial);
    }
  }

  /** SHA-256 of the bundle's message, 32 bytes: the model's digest. */
  public byte[] sha256() {
    return sha256.clone();
  }

  /** The model's digest in lower-case hexadecimal. */
  public String sha256Hex() {
    return hex(sha256);
  }

  /** The whole bundle. */
  public ModelBundle bundle() {
    return bundle;
  }

  /** What the model is. */
  public ModelManifest manifest() {
    return manifest;
  }

  /** SHA-256 of bytes, 32 bytes. */
  public static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  private static BundleFile parse(byte[] sha256, byte[] body, String origin)
      throws DecodeException {
    try {
      ModelBundle bundle = ModelBundle.parseFrom(body);
      ModelManifest manifest = ModelManifest.parseFrom(bundle.getManifest());
      checkVersion(origin, bundle.getFormatVersion());
      checkVersion(origin, manifest.getFormatVersion());
      checkPart(
          origin,
          "network",
          bundle.getNetwork().toByteArray(),
          manifest.getNetworkSha256().toByteArray());
      checkPart(
          origin,
          "golden vectors",
          bundle.getGolden().toByteArray(),
          manifest.getGoldenSha256().toByteArray());
      return new BundleFile(sha256, bundle, manifest);
    } catch (InvalidProtocolBufferException e) {
      throw new DecodeException(
          Reason.NOT_A_MESSAGE, origin + ": no readable bundle: " + e.getMessage(), e);
    }
  }

  private static void checkPart(String origin, String part, byte[] bytes, byte[] expected)
      throws DecodeException {
    if (!MessageDigest.isEqual(sha256(bytes), expected)) {
      throw new DecodeException(
          Reason.CHECKSUM_MISMATCH,
          "%s: the %s are not those that the manifest names; fetch it again"
              .formatted(origin, part));
    }
  }

  private static void checkVersion(String origin, int version) throws DecodeException {
    if (version != MessageCodec.FORMAT_VERSION) {
      throw new DecodeException(
          Reason.WRONG_VERSION,
          "%s: bundle format %s; this receiver knows version %d"
              .formatted(origin, Integer.toUnsignedString(version), MessageCodec.FORMAT_VERSION));
    }
  }

  private static void checkLength(long bytes, String origin) throws DecodeException {
    if (bytes > MAX_BYTES) {
      throw new DecodeException(
          Reason.OVERSIZED,
          "%s: %d bytes; a bundle has at most %d".formatted(origin, bytes, MAX_BYTES));
    }
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }
}
