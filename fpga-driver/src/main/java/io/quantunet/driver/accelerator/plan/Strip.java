package io.quantunet.driver.accelerator.plan;

/**
 * Rows of a layer that one descriptor computes, in rows of the input map.
 *
 * @param row0 first row
 * @param rows how many
 * @param loadRow0 first row that is read
 * @param loadRows how many are read
 */
public record Strip(int row0, int rows, int loadRow0, int loadRows) {

  /** The row after its last. */
  public int end() {
    return row0 + rows;
  }

  /** The row after the last that is read. */
  public int loadEnd() {
    return loadRow0 + loadRows;
  }
}
