/**
 * What a simulated sensor plays: frames from anywhere, with or without a known truth. The packages
 * below make them (phantom, replay) and send them (load); anyone may call this one.
 */
package io.quantunet.simulator;
