/**
 * Measures of segmentation, each a small class with its formula and source, and how sure they are:
 * bootstrap intervals. Called by the reports and by whoever compares two nets.
 */
package io.quantunet.trainer.report.metric;
