-- Workspaces in which nothing can be connected any more. Whoever connects holds the workspace's advisory lock, shared, and looks
-- here; whoever closes it takes that lock alone. Kept for good, like the tombstone of the workspace's keys.
create table closed_workspace (
    tenant    text        primary key,
    closed_at timestamptz not null
);

insert into closed_workspace (tenant, closed_at)
    select tenant, max(ended_at) from offboarding where kind = 'workspace' and ended_at is not null group by tenant;

-- Users and apps may come back: what they connect from then on is not ended any more.
alter table offboarding add column settles_at timestamptz not null default now() + interval '30 s';
update offboarding set settles_at = begun_at + interval '30 s';

-- A token may concern several: the user's leaving, the app's and the workspace's.
alter table offboarding_token drop constraint offboarding_token_pkey;
alter table offboarding_token add primary key (revocation_id, offboarding_id);

-- Connections and prompts that could not be ended yet, and when that is tried again; the others do not wait for them.
create table offboarding_retry (
    offboarding_id  uuid        not null references offboarding,
    item            uuid        not null,
    failures        int         not null default 1,
    next_attempt_at timestamptz not null,
    primary key (offboarding_id, item)
);

-- Which connections those under way are about, and up to when.
create view offboarding_reach as
select job.id as offboarding_id,
       connection.id as connection_id,
       connection.status,
       connection.connected_at,
       case when job.kind = 'workspace' then 'infinity' else job.settles_at end as until
from offboarding job
join connection on connection.tenant = job.tenant and (job.kind = 'workspace'
    or job.kind = 'app' and connection.app = job.subject
    or job.kind = 'user' and connection.owner_kind = 'user' and connection.owner_id = job.subject)
where job.ended_at is null;
