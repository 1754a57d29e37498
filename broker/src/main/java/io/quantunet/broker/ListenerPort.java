package io.quantunet.broker;

import com.hivemq.extension.sdk.api.ExtensionMain;
import com.hivemq.extension.sdk.api.client.parameter.ServerInformation;
import com.hivemq.extension.sdk.api.parameter.ExtensionStartInput;
import com.hivemq.extension.sdk.api.parameter.ExtensionStartOutput;
import com.hivemq.extension.sdk.api.parameter.ExtensionStopInput;
import com.hivemq.extension.sdk.api.parameter.ExtensionStopOutput;
import com.hivemq.extension.sdk.api.services.Services;

/**
 * A HiveMQ extension that only remembers where the listener was bound: with port 0 nobody else
 * knows.
 */
final class ListenerPort implements ExtensionMain {

  private volatile ServerInformation server;

  @Override
  public void extensionStart(ExtensionStartInput input, ExtensionStartOutput output) {
    server = Services.adminService().getServerInformation();
  }

  @Override
  public void extensionStop(ExtensionStopInput input, ExtensionStopOutput output) {
    server = null;
  }

  /** The port of the only listener, once the broker has started. */
  int boundPort() {
    return server.getListener().iterator().next().getPort();
  }
}
