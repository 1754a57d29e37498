package io.quantunet.trainer.run;

import io.quantunet.driver.model.LoadedModel;
import io.quantunet.trainer.data.DataSet;
import io.quantunet.trainer.data.GridSize;
import io.quantunet.trainer.data.Sample;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * All that a run learns from.
 *
 * @param data images with masks
 * @param unlabelled images without, whose masks are blank and not looked at, on each grid that
 *     batches are of; the net's own comes first and is always there
 * @param teacher file of a float net
 * @param parent model to start from
 */
record Inputs(
    DataSet data,
    Map<GridSize, List<Sample>> unlabelled,
    Optional<Path> teacher,
    Optional<LoadedModel> parent) {

  /** Copies the map, order kept. */
  Inputs {
    unlabelled = Collections.unmodifiableMap(new LinkedHashMap<>(unlabelled));
  }

  /** SHA-256 of everything, wherever it lies, in hexadecimal. */
  String digest() throws IOException {
    MessageDigest digest = sha256();
    update(digest, data.train());
    update(digest, data.validation());
    unlabelled.values().forEach(samples -> update(digest, samples));
    data.elsewhere().values().forEach(samples -> update(digest, samples));
    if (teacher.isPresent()) {
      digest.update(Files.readAllBytes(teacher.get()));
    }
    parent.ifPresent(model -> digest.update(bytes(model.manifest().modelId())));
    return HexFormat.of().formatHex(digest.digest());
  }

  private static void update(MessageDigest digest, List<Sample> samples) {
    digest.update(bytes(samples.size() + " samples"));
    samples.forEach(sample -> update(digest, sample));
  }

  private static void update(MessageDigest digest, Sample sample) {
    digest.update(bytes(sample.folder() + "/" + sample.className() + "/" + sample.name()));
    digest.update(sample.codes());
    digest.update(sample.mask().pixels());
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
