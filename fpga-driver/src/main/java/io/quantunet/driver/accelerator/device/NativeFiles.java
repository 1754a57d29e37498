package io.quantunet.driver.accelerator.device;

import com.sun.jna.LastErrorException;
import com.sun.jna.Library;
import com.sun.jna.Native;
import com.sun.jna.NativeLong;
import com.sun.jna.Pointer;
import io.quantunet.driver.accelerator.DeviceException;

/** Maps device nodes into memory through the C library. */
final class NativeFiles {

  private static final int O_RDWR = 2;
  private static final int O_SYNC = 0x101000;
  private static final int PROT_READ_WRITE = 3;
  private static final int MAP_SHARED = 1;

  /** The functions of Linux's C library on 64-bit machines. */
  private interface C extends Library {
    int open(String path, int flags) throws LastErrorException;

    int close(int descriptor) throws LastErrorException;

    Pointer mmap(
        Pointer address,
        NativeLong length,
        int protection,
        int flags,
        int descriptor,
        NativeLong offset)
        throws LastErrorException;

    int munmap(Pointer address, NativeLong length) throws LastErrorException;
  }

  /** Loads the library when the first device is opened. */
  private static final class Lazy {
    static final C LIBRARY = Native.load("c", C.class);
  }

  private NativeFiles() {}

  /**
   * Maps a file or node from its start, shared and without caching where the node knows how.
   *
   * @throws DeviceException naming the file and what the system said
   */
  static Pointer map(String file, long bytes) {
    try {
      C library = Lazy.LIBRARY;
      int descriptor = library.open(file, O_RDWR | O_SYNC);
      try {
        return library.mmap(
            Pointer.NULL,
            new NativeLong(bytes),
            PROT_READ_WRITE,
            MAP_SHARED,
            descriptor,
            new NativeLong(0));
      } finally {
        library.close(descriptor); // the mapping stays
      }
    } catch (LastErrorException e) {
      throw new DeviceException(
          "%s: %d bytes cannot be mapped: %s".formatted(file, bytes, e.getMessage()), e);
    }
  }

  /** Ends a mapping. */
  static void unmap(String file, Pointer mapping, long bytes) {
    try {
      Lazy.LIBRARY.munmap(mapping, new NativeLong(bytes));
    } catch (LastErrorException e) {
      throw new DeviceException("%s: cannot be unmapped: %s".formatted(file, e.getMessage()), e);
    }
  }
}
