package io.quantunet.driver.engine.onednn;

import com.sun.jna.Function;
import com.sun.jna.NativeLibrary;
import java.util.Map;
import java.util.Optional;
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
  private static final Optional<OpenMp> OPEN_MP = findOpenMp();

  private final int before;

  private SingleThread(int before) {
    this.before = before;
  }

  /** Whether oneDNN's OpenMP was found. */
  static boolean reachesOpenMp() {
    return OPEN_MP.isPresent();
  }

  /** Threads that OpenMP would use for the caller; 1 if it is out of reach. */
  static int threads() {
    return OPEN_MP.map(OpenMp::threads).orElse(1);
  }

  static SingleThread enter() {
    int before = threads();
    if (before != 1) {
      OPEN_MP.orElseThrow().setThreads(1);
    }
    return new SingleThread(before);
  }

  @Override
  public void close() {
    if (before != 1) {
      OPEN_MP.orElseThrow().setThreads(before);
    }
  }

  private record OpenMp(Function get, Function set) {

    int threads() {
      return get.invokeInt(new Object[0]);
    }

    void setThreads(int threads) {
      set.invokeVoid(new Object[] {threads});
    }
  }

  private static Optional<OpenMp> findOpenMp() {
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
      return Optional.of(
          new OpenMp(
              library.getFunction("omp_get_max_threads"),
              library.getFunction("omp_set_num_threads")));
    } catch (LinkageError e) {
      LOG.warn(
          "oneDNN's OpenMP is out of reach ({}); set OMP_NUM_THREADS=1, or frames compete for the"
              + " cores",
          e.getMessage());
      return Optional.empty();
    }
  }
}
