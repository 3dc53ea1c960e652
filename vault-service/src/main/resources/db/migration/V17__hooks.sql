-- Handlers that an app's developer has asked before a connection is saved, or before a person's disconnect deletes it. They are
-- the developer's, as definitions are: they stay when a workspace uninstalls the app.
create table hook (
    id         uuid        primary key,
    issuer     text        not null,
    app        text        not null,
    event      text        not null check (event in ('connection-added', 'connection-removed')),
    url        text        not null,
    timeout_ms integer     not null check (timeout_ms between 1 and 10000),
    created_at timestamptz not null,
    unique (issuer, app, event)
);

-- What calls are signed with, sealed under the app's key: the newest, and those before it until they end.
create table hook_secret (
    hook_id    uuid        not null references hook on delete cascade,
    version    bigint      not null check (version > 0),
    envelope   bytea       not null,
    created_at timestamptz not null,
    ends_at    timestamptz,
    primary key (hook_id, version)
);

create unique index hook_secret_newest on hook_secret (hook_id) where ends_at is null;

create index hook_secret_ended on hook_secret (ends_at) where ends_at is not null;
