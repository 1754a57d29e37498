/**
 * Keeps results and feedback in a relational database, each key once: inserts, pages, statistics.
 * Every method blocks; only the gateway's database threads call it.
 */
package io.quantunet.gateway.store;
