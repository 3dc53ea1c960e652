-- The lease ended without a word of its worker, and somebody went on without it; unknown_at is what a worker says itself.
alter table renewal_attempt add column taken_over boolean not null default false;
