package io.quantunet.trainer.data;

import io.quantunet.proto.BinaryMask;
import java.util.Arrays;
import java.util.Optional;

/**
 * One image with its mask, both on the model's grid. The array is the maker's promise: nobody
 * changes it afterwards.
 *
 * @param folder name of the data folder
 * @param className e.g. {@code benign}
 * @param name file name
 * @param codes grey levels, {@code [height, width]}, unsigned bytes
 * @param mask union of all its masks
 * @param split as {@code split.csv} says; empty without one
 * @param leakGroup the near-duplicates that it is one of, as {@code split.csv} says; empty if that
 *     is not known
 */
@SuppressWarnings("ArrayRecordComponent") // equals and hashCode look into the array
public record Sample(
    String folder,
    String className,
    String name,
    byte[] codes,
    BinaryMask mask,
    Optional<Split> split,
    Optional<String> leakGroup) {

  /** A sample of which no near-duplicates are known. */
  public Sample(
      String folder,
      String className,
      String name,
      byte[] codes,
      BinaryMask mask,
      Optional<Split> split) {
    this(folder, className, name, codes, mask, split, Optional.empty());
  }

  /** The grid that image and mask are on. */
  public GridSize grid() {
    return new GridSize(mask.width(), mask.height());
  }

  /**
   * Its leak group under a name that no group of another folder has: groups of two folders have
   * nothing to do with each other.
   */
  public Optional<String> nearDuplicates() {
    return leakGroup.map(group -> folder + "/" + group);
  }

  /** Whether its mask has any pixel. */
  public boolean hasLesion() {
    return mask.count() > 0;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Sample that
        && folder.equals(that.folder)
        && className.equals(that.className)
        && name.equals(that.name)
        && Arrays.equals(codes, that.codes)
        && mask.equals(that.mask)
        && split.equals(that.split)
        && leakGroup.equals(that.leakGroup);
  }

  @Override
  public int hashCode() {
    return 31 * name.hashCode() + Arrays.hashCode(codes);
  }

  @Override
  public String toString() {
    return "Sample[" + folder + "/" + className + "/" + name + "]";
  }
}
