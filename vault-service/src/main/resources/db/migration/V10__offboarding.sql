-- Whoever leaves: a user, an app of a workspace, or a whole workspace. One that is under way goes on after every crash.
create table offboarding (
    id               uuid        primary key,
    tenant           text        not null,
    kind             text        not null check (kind in ('user', 'app', 'workspace')),
    subject          text        not null,
    begun_by         text        not null,
    begun_at         timestamptz not null,
    ended_at         timestamptz,
    next_attempt_at  timestamptz,
    connections      int         not null default 0,
    prompts          int         not null default 0,
    check ((ended_at is null) = (next_attempt_at is not null))
);

create unique index offboarding_under_way on offboarding (tenant, kind, subject) where ended_at is null;
create index offboarding_due on offboarding (next_attempt_at) where ended_at is null;

-- The tokens it has revoked at their providers, and how that ended.
create table offboarding_token (
    revocation_id  uuid  primary key,
    offboarding_id uuid  not null references offboarding,
    ending         text
);

create index offboarding_token_job on offboarding_token (offboarding_id);
