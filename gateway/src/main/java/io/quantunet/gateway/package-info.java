/**
 * The hospital's side: takes in what the edges found, keeps it once, shows it. The launcher starts
 * it through {@link io.quantunet.gateway.Gateway}; nobody else calls in.
 */
package io.quantunet.gateway;
