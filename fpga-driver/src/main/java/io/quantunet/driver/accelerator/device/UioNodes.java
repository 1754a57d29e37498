package io.quantunet.driver.accelerator.device;

import io.quantunet.driver.accelerator.DeviceException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Finds accelerators in the processor's chip by what the kernel says of its devices: {@code
 * uio/uio<n>/name} is the name of the device-tree node, {@code u-dma-buf/<name>/phys_addr} and
 * {@code size} describe a buffer. The first accelerator has the first buffer, and so on.
 */
public final class UioNodes {

  private static final String REGISTERS = "uio";
  private static final String BUFFERS = "u-dma-buf";

  private UioNodes() {}

  /**
   * The accelerators, in order of their numbers.
   *
   * @param classes where the kernel lists its devices by class: {@code /sys/class}
   * @param nodes where the nodes are: {@code /dev}
   * @param name what the kernel calls an accelerator
   * @throws DeviceException if one has no buffer, or what the kernel says cannot be read
   */
  public static List<UioDevice.Nodes> find(Path classes, Path nodes, String name) {
    List<Path> buffers = entries(classes.resolve(BUFFERS));
    List<UioDevice.Nodes> found = new ArrayList<>();
    for (Path device : entries(classes.resolve(REGISTERS))) {
      if (text(device.resolve("name")).equals(name)) {
        if (found.size() == buffers.size()) {
          throw new DeviceException(
              "%s: there is no buffer for it in %s; load the module u-dma-buf with one buffer for"
                      .formatted(device.getFileName(), classes.resolve(BUFFERS))
                  + " each accelerator");
        }
        found.add(nodes(nodes, device, buffers.get(found.size())));
      }
    }
    return found;
  }

  private static UioDevice.Nodes nodes(Path nodes, Path device, Path buffer) {
    Path registers = nodes.resolve(device.getFileName());
    return new UioDevice.Nodes(
        registers,
        registers,
        nodes.resolve(buffer.getFileName()),
        number(buffer.resolve("phys_addr")),
        number(buffer.resolve("size")));
  }

  /** Entries of a folder in the order of their numbers; none if it is not there. */
  private static List<Path> entries(Path folder) {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> entries = Files.list(folder)) {
      return entries
          .sorted(
              Comparator.comparing((Path entry) -> entry.toString().length())
                  .thenComparing(Path::toString))
          .toList();
    } catch (IOException e) {
      throw new DeviceException(folder + " cannot be read: " + e, e);
    }
  }

  private static String text(Path file) {
    try {
      return Files.readString(file).strip();
    } catch (IOException e) {
      throw new DeviceException(file + " cannot be read: " + e, e);
    }
  }

  /** Decimal, or hexadecimal after {@code 0x}. */
  private static long number(Path file) {
    String text = text(file);
    try {
      return Long.decode(text);
    } catch (NumberFormatException e) {
      throw new DeviceException("%s holds '%s', which is no number".formatted(file, text), e);
    }
  }
}
