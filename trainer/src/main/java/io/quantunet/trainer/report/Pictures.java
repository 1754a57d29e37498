package io.quantunet.trainer.report;

/** Whether a page shows images of the data: some data sets may not be passed on. */
public enum Pictures {
  SHOWN,
  LEFT_OUT
}
