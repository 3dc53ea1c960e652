package dev.grantkeeper.vault.access;

/** A worker that may lease and report renewals of every tenant. */
public record RefreshWorker(String subject) {}
