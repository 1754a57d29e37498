/**
 * What the tests of several modules share: the folder of real data, real brokers, actor test kits.
 * Only tests may call it.
 */
package io.quantunet.testsupport;
