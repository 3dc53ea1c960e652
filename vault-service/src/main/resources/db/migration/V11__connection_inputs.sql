-- What a person said of their account where the settings leave it open: a JSON object of texts, no secret.
alter table authorization_flow add column inputs text not null default '{}';
alter table connection add column inputs text not null default '{}';
alter table revocation add column inputs text not null default '{}';
