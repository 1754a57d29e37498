/**
 * Models as ONNX files: export to QONNX and to plain QuantizeLinear/DequantizeLinear, import from
 * QONNX as Brevitas and this package write it. The launcher's model commands call it.
 */
package io.quantunet.driver.onnx;
