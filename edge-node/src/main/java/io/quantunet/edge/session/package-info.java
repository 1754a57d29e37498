/**
 * What an edge remembers of its devices: which frames are answered, which never came. The ingest
 * asks it, through {@link io.quantunet.edge.session.DeviceRegistry}; it holds no pixels.
 */
package io.quantunet.edge.session;
