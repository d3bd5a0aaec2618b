//! Allocation keys as they are answered.

use api_types::{
    AllocationKey, CheckedKey, KeyConsumer, KeyInput, KeyIteration, KeySummary, KeyVersion, KeyVersionSummary,
    WarningNote, rank_names,
};
use domain::key::{Key, warnings};
use domain::vocabulary::Region;
use store::{KeyRow, KeyVersionRow, KeyVersionView, KeyView};

/// A key of a community in `region`.
pub(super) fn key(view: KeyView, region: Region) -> AllocationKey {
    let KeyVersionView { id, number, key, eans, .. } = view.latest;
    AllocationKey {
        id: view.id,
        community_id: view.community_id,
        name: key.name().to_owned(),
        description: key.description().to_owned(),
        method: key.method(),
        consumers: consumers(&key, eans),
        iterations: key.iterations().iter().map(KeyIteration::from).collect(),
        ranks: rank_names(&key),
        version_id: id,
        version_number: number,
        warnings: notes(&key, region),
        always_reaches_bound: key.always_reaches_bound(),
        archived_at: view.archived_at,
        created_at: view.created_at,
        updated_at: view.updated_at,
        updated_by: view.updated_by,
    }
}

/// A version of a key of a community in `region`.
pub(super) fn version(view: KeyVersionView, region: Region) -> KeyVersion {
    let key = view.key;
    KeyVersion {
        id: view.id,
        key_id: view.key_id,
        number: view.number,
        name: key.name().to_owned(),
        description: key.description().to_owned(),
        method: key.method(),
        consumers: consumers(&key, view.eans),
        iterations: key.iterations().iter().map(KeyIteration::from).collect(),
        ranks: rank_names(&key),
        warnings: notes(&key, region),
        always_reaches_bound: key.always_reaches_bound(),
        created_at: view.created_at,
        created_by: view.created_by,
    }
}

/// A key that was checked for a community in `region`.
pub(super) fn checked(key: &Key, region: Region) -> CheckedKey {
    CheckedKey {
        key: KeyInput::from(key),
        warnings: notes(key, region),
        always_reaches_bound: key.always_reaches_bound(),
    }
}

/// A row of the list of keys.
pub(super) fn summary(row: KeyRow) -> KeySummary {
    KeySummary {
        id: row.id,
        name: row.latest.name,
        description: row.description,
        method: row.method,
        rules: row.rules,
        iteration_count: row.latest.iteration_count,
        consumer_count: row.latest.consumer_count,
        version_number: row.latest.number,
        archived_at: row.archived_at,
        created_at: row.created_at,
        updated_at: row.updated_at,
        updated_by: row.updated_by,
    }
}

/// A row of the list of versions.
pub(super) fn version_summary(row: KeyVersionRow) -> KeyVersionSummary {
    KeyVersionSummary {
        id: row.id,
        number: row.number,
        name: row.name,
        consumer_count: row.consumer_count,
        iteration_count: row.iteration_count,
        created_at: row.created_at,
        created_by: row.created_by,
    }
}

/// What is unusual about a key.
pub(super) fn notes(key: &Key, region: Region) -> Vec<WarningNote> {
    warnings(key, region).into_iter().map(WarningNote::from).collect()
}

fn consumers(key: &Key, eans: Vec<Option<String>>) -> Vec<KeyConsumer> {
    let consumer = |(consumer, ean): (&domain::key::Consumer, Option<String>)| KeyConsumer {
        name: consumer.name.clone(),
        meter_id: consumer.meter,
        ean,
    };
    key.consumers().iter().zip(eans).map(consumer).collect()
}
