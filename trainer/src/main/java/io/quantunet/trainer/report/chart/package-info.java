/**
 * Charts as SVG text that stands alone: real text, no fonts of the machine, a few kilobytes each.
 * Called by the reports.
 */
package io.quantunet.trainer.report.chart;
