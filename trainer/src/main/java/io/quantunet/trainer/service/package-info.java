/**
 * The trainer as a service: it collects reviewers' feedback from MQTT, retrains the model that is
 * rolled out when it is asked to, and publishes what comes of it. The launcher calls {@link
 * io.quantunet.trainer.service.TrainerService} and nothing else.
 */
package io.quantunet.trainer.service;
