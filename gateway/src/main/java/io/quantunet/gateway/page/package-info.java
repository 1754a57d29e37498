/**
 * The live page: plain ES modules from this module's resources, without a build step and without
 * anything from elsewhere. {@code Gateway} serves it; it reads {@code /api/v1} only.
 */
package io.quantunet.gateway.page;
