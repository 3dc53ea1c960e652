-- Times are the database's own (timestamptz, UTC); every id is ASCII, checked where it enters.
-- tenant is "<issuer alias>/<workspace>": two issuers that name a workspace alike share nothing.

-- Level-1 keys, one line of versions per scope ("workspace:<tenant>" or "app:<issuer alias>/<app>"), wrapped by the root key.
create table scope_key (
    scope       text        not null,
    version     int         not null check (version > 0),
    key_id      uuid        not null unique,
    root_key_id text        not null,
    wrapped     bytea,
    created_at  timestamptz not null default now(),
    -- A shredded scope stays as a tombstone: no new key is ever made for it.
    shredded_at timestamptz,
    primary key (scope, version),
    check ((wrapped is null) = (shredded_at is not null))
);

create table definition (
    id         uuid        primary key,
    issuer     text        not null,
    app        text        not null,
    owner_kind text        not null check (owner_kind in ('user', 'workspace')),
    version    int         not null check (version > 0),
    created_at timestamptz not null default now(),
    unique (issuer, app, owner_kind)
);

-- Versions are never changed: a grant keeps the settings it was given under.
create table definition_version (
    definition_id uuid        not null references definition,
    version       int         not null check (version > 0),
    type          text        not null check (type in ('secret', 'oauth2')),
    settings      text,
    client_id     text,
    client_secret bytea,
    created_at    timestamptz not null default now(),
    primary key (definition_id, version),
    check ((type = 'oauth2') = (settings is not null and client_id is not null))
);

create table connection (
    id                   uuid        primary key,
    tenant               text        not null,
    app                  text        not null,
    owner_kind           text        not null check (owner_kind in ('user', 'workspace')),
    owner_id             text        not null,
    type                 text        not null check (type in ('secret', 'oauth2')),
    status               text        not null check (status in ('connected', 'auth_required', 'disconnected')),
    failure              text,
    definition_id        uuid        not null references definition,
    definition_version   int         not null,
    -- What the user gave; new with every authorization.
    grant_id             uuid        not null,
    -- Counts the writes of the value; never goes back, not even over a disconnect.
    generation           bigint      not null check (generation > 0),
    -- The generation that stored the current refresh token.
    refresh_generation   bigint,
    access_envelope      bytea,
    access_sealed_at     bigint,
    refresh_envelope     bytea,
    refresh_sealed_at    bigint,
    scopes               text        not null default '',
    -- When a person connected it, and when the value at hand was obtained.
    connected_at         timestamptz not null,
    obtained_at          timestamptz not null,
    expires_at           timestamptz,
    lifetime_ms          bigint,
    -- Renewal: when it is due (never moved by publishing), when it was last published, when an attempt may start.
    due_at               timestamptz,
    urgency              text        not null default 'scheduled' check (urgency in ('scheduled', 'urgent', 'forced')),
    published_at         timestamptz,
    next_attempt_at      timestamptz,
    failures             int         not null default 0,
    -- An answer is lost and the refresh token may be spent: resend or hold, by the provider's policy.
    unknown_since        timestamptz,
    resends              int         not null default 0,
    -- The provider rejected the grant while an answer that may bring a newer token is still awaited.
    rejected_at          timestamptz,
    -- Whether the provider was seen to replace this grant's refresh tokens.
    rotates              boolean,
    forced_generation    bigint,
    rejected_generation  bigint,
    created_by           text        not null,
    created_at           timestamptz not null,
    unique (tenant, app, owner_kind, owner_id),
    check ((access_envelope is null) = (access_sealed_at is null)),
    check ((refresh_envelope is null) = (refresh_sealed_at is null)),
    check ((refresh_envelope is null) = (refresh_generation is null)),
    check (status <> 'connected' or access_envelope is not null),
    check (status <> 'disconnected' or (access_envelope is null and refresh_envelope is null and due_at is null))
);

create index connection_due on connection (due_at) where due_at is not null;
-- A page of what a person sees.
create index connection_tenant on connection (tenant, id);
create index connection_definition on connection (definition_id);

-- One row per lease. It outlives its connection's state: a late outcome is judged by what the row says.
create table renewal_attempt (
    lease_id           uuid        primary key,
    connection_id      uuid        not null references connection,
    grant_id           uuid        not null,
    parent             bigint      not null,
    generation         bigint      not null,
    urgency            text        not null,
    leased_at          timestamptz not null,
    lease_ends_at      timestamptz not null,
    lease_secret_hash  bytea       not null check (octet_length(lease_secret_hash) = 32),
    worker             text        not null,
    -- Sent, and the answer lost, as far as is known; it may still come.
    unknown_at         timestamptz,
    answered_at        timestamptz,
    result             text,
    result_generation  bigint
);

create index renewal_attempt_connection on renewal_attempt (connection_id, leased_at);
create index renewal_attempt_age on renewal_attempt (leased_at);

-- What may be the only live token of a grant, but came too late to be applied.
create table quarantine (
    lease_id         uuid        primary key references renewal_attempt,
    connection_id    uuid        not null references connection,
    grant_id         uuid        not null,
    parent           bigint      not null,
    obtained_at      timestamptz not null,
    envelope         bytea       not null,
    kept_until       timestamptz not null
);

create index quarantine_connection on quarantine (connection_id);
create index quarantine_end on quarantine (kept_until);

-- One row per client at a provider, so that any number of workers keep its limits together.
create table provider_client (
    issuer          text        not null,
    app             text        not null,
    client_id       text        not null,
    -- The provider asked for a pause.
    throttled_until timestamptz,
    -- The provider refuses the client as definitions stored up to then state it; one attempt is made each time probe_at passes.
    refused_before  timestamptz,
    probe_at        timestamptz,
    reason          text,
    primary key (issuer, app, client_id),
    check ((refused_before is null) = (probe_at is null))
);

-- Which grants a provider client's state holds back: a definition's newer version is worth a try at once.
create view provider_hold as
select granted.definition_id,
       granted.version as definition_version,
       client.throttled_until,
       case when coalesce(newest.created_at, granted.created_at) <= client.refused_before then client.probe_at end
           as refused_until
from provider_client client
join definition on definition.issuer = client.issuer and definition.app = client.app
join definition_version granted on granted.definition_id = definition.id and granted.client_id = client.client_id
left join definition_version newest on newest.definition_id = definition.id and newest.version = definition.version
    and newest.client_id = client.client_id;

-- One run of the authorization code flow.
create table authorization_flow (
    id                 uuid        primary key,
    state_hash         bytea       not null unique check (octet_length(state_hash) = 32),
    browser_hash       bytea       not null check (octet_length(browser_hash) = 32),
    tenant             text        not null,
    app                text        not null,
    owner_kind         text        not null check (owner_kind in ('user', 'workspace')),
    owner_id           text        not null,
    user_id            text        not null,
    definition_id      uuid        not null references definition,
    definition_version int         not null,
    code_verifier      bytea,
    return_url         text,
    begun_at           timestamptz not null,
    ends_at            timestamptz not null,
    -- Set once, before the code is exchanged: a state works a single time.
    used_at            timestamptz
);

create index authorization_flow_end on authorization_flow (ends_at);
create index authorization_flow_person on authorization_flow (tenant, user_id, begun_at);

create table prompt (
    id            uuid        primary key,
    tenant        text        not null,
    app           text        not null,
    owner_kind    text        not null check (owner_kind in ('user', 'workspace')),
    owner_id      text        not null,
    reason        text        not null,
    opened_at     timestamptz not null,
    resolved_at   timestamptz,
    resolved_by   text
);

create unique index prompt_open on prompt (tenant, app, owner_kind, owner_id) where resolved_at is null;
create index prompt_resolved on prompt (resolved_at) where resolved_at is not null;

-- Events on their way to Kafka. Written in the transaction of the change they tell of, deleted once the broker has them.
create table outbox (
    id          bigint      generated always as identity primary key,
    topic       text        not null,
    key         text        not null,
    type        text        not null,
    event_id    uuid        not null,
    occurred_at timestamptz not null,
    data        text
);

-- Append-only: every reveal and every change.
create table audit (
    id            bigint      generated always as identity primary key,
    at            timestamptz not null,
    action        text        not null,
    tenant        text        not null,
    actor_kind    text        not null,
    actor         text        not null,
    app           text,
    connection_id uuid,
    generation    bigint,
    detail        text
);

create function audit_is_append_only() returns trigger language plpgsql as $$
begin
    raise exception 'audit is append-only';
end $$;

create trigger audit_append_only before update or delete or truncate on audit
    for each statement execute function audit_is_append_only();
