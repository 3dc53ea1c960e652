-- Tokens that nobody will use any more, sealed until their provider has revoked them (RFC 7009).
create table revocation (
    id                 uuid        primary key,
    connection_id      uuid        not null references connection,
    -- By which settings and client the token was obtained.
    definition_id      uuid        not null,
    definition_version int         not null,
    token_type         text        not null check (token_type in ('access_token', 'refresh_token')),
    envelope           bytea       not null,
    begun_at           timestamptz not null,
    attempts           int         not null default 0,
    -- Whoever attempts it moves this ahead first, so that no other vault does at the same time.
    next_attempt_at    timestamptz not null,
    foreign key (definition_id, definition_version) references definition_version
);

create index revocation_next on revocation (next_attempt_at);
create index revocation_connection on revocation (connection_id);
