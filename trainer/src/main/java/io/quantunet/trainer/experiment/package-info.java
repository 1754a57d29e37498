/**
 * One recipe on one partition of images, trained once and scored as it would be deployed. Called by
 * whoever sets nets side by side: {@code compare} and {@code reproduce}.
 */
package io.quantunet.trainer.experiment;
