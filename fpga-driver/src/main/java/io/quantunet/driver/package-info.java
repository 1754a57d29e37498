/**
 * Running a quantized model: the {@code FpgaDriver} actor and, below it, models, engines and
 * images. The edge and the trainer call it; it knows no network and no broker.
 */
package io.quantunet.driver;
