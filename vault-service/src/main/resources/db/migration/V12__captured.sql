-- What the provider said of the account: a JSON object of texts, no secret.
alter table connection add column captured text not null default '{}';
