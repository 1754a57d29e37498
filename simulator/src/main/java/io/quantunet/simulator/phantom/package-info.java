/**
 * A B-mode ultrasound phantom of the breast: speckle, tissue layers, lesions and a moving probe,
 * with the true mask of every frame. {@link io.quantunet.simulator.phantom.PhantomSession} plays
 * frames and {@link io.quantunet.simulator.phantom.PhantomDataset} writes labelled folders; the
 * sensors and the launcher may call these two.
 */
package io.quantunet.simulator.phantom;
