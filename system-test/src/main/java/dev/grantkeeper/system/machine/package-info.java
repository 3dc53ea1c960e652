/** Everything the product needs on one machine: PostgreSQL, Kafka, the sandbox and the services' own processes. */
package dev.grantkeeper.system.machine;
