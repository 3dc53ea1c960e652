/**
 * Real parts and scripted faults for tests: PostgreSQL, Kafka, an authorization server, a clock, and the rules of the
 * house. Test scope only; nothing here reaches a released service.
 */
package dev.grantkeeper.testkit;
