-- What people are told of an attempt, once its connection has gone on: when the value ended that it was to renew, and how the
-- provider's answer was taken. Null for attempts made before this.
alter table renewal_attempt
    add column value_ends_at timestamptz,
    add column outcome       text;

-- What people are shown of the audit record. Reveals and renewals, which are nearly all of it, are not in here and cost nothing.
create index audit_activity on audit (connection_id, id)
    where action in ('connected', 'disconnected', 'renewal_failed', 'value_reported_rejected');
