/**
 * A web page in one file: no script, no font and no image from elsewhere, readable on paper. Called
 * by the reports.
 */
package io.quantunet.trainer.report.page;
