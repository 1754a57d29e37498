package io.quantunet.driver.engine.onednn;

import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import java.util.Map;
import org.bytedeco.javacpp.Loader;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps OpenMP to the calling thread while it is open, and gives the caller its number of threads
 * back: frames run side by side, and OpenMP's own threads on shared cores cost a factor of ten.
 * OpenMP keeps this number per thread, so another library in the process is not touched.
 */
final class SingleThread implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(SingleThread.class);
  private static final boolean REACHES_OPEN_MP = findOpenMp();

  /** The last one is used again by whoever has as many threads: nothing is allocated per frame. */
  private static volatile SingleThread last = new SingleThread(1);

  private final int before;

  private SingleThread(int before) {
    this.before = before;
  }

  /** Whether oneDNN's OpenMP was found. */
  static boolean reachesOpenMp() {
    return REACHES_OPEN_MP;
  }

  /** Threads that OpenMP would use for the caller; 1 if it is out of reach. */
  static int threads() {
    return REACHES_OPEN_MP ? OpenMp.omp_get_max_threads() : 1;
  }

  static SingleThread enter() {
    SingleThread entered = last;
    int before = threads();
    if (before != entered.before) {
      entered = new SingleThread(before);
      last = entered;
    }
    if (before != 1) {
      OpenMp.omp_set_num_threads(1);
    }
    return entered;
  }

  @Override
  public void close() {
    if (before != 1) {
      OpenMp.omp_set_num_threads(before);
    }
  }

  /** OpenMP's own functions; mapped directly, a call allocates nothing. */
  private static final class OpenMp {
    static native int omp_get_max_threads();

    static native void omp_set_num_threads(int threads);
  }

  private static boolean findOpenMp() {
    OneDnn.cpu();
    try {
      NativeLibrary library =
          Loader.getLoadedLibraries().entrySet().stream()
              .filter(entry -> entry.getKey().contains("omp"))
              .sorted(Map.Entry.comparingByKey()) // gomp, which oneDNN is linked to, before others
              .map(Map.Entry::getValue)
              .findFirst()
              .map(NativeLibrary::getInstance)
              .orElseGet(NativeLibrary::getProcess);
      Native.register(OpenMp.class, library);
      return true;
    } catch (LinkageError e) {
      LOG.warn(
          "oneDNN's OpenMP is out of reach ({}); set OMP_NUM_THREADS=1, or frames compete for the"
              + " cores",
          e.getMessage());
      return false;
    }
  }
}
