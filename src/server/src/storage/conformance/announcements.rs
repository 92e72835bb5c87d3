//! The lists on the wall, on every engine.

use std::sync::Arc;
use tilik_core::Scheme;
use tilik_core::announcement::{Listed, Masking};

use super::officers::work;
use super::{NOW, World, card, nik};
use crate::import;
use crate::sealing::NikKey;
use crate::storage::announcements::{Announcement, Announcer, KeptSheet, Lists, NewAnnouncement};
use crate::storage::officers::{What, Worked};

/// Keeps what is read.
#[derive(Default)]
struct Reading {
    lists: Option<Lists>,
    villages: Vec<(u64, Vec<(String, Scheme)>)>,
}

impl Announcer for Reading {
    fn lists(&mut self, lists: Lists) {
        self.lists = Some(lists);
    }

    fn village(&mut self, village: u64, listed: Vec<Listed<NikKey>>) {
        let mut named: Vec<_> = listed.into_iter().map(|listed| (listed.name, listed.scheme)).collect();
        named.sort();
        self.villages.push((village, named));
    }
}

const FIRST: u64 = 3_510_161_001;
const SECOND: u64 = 3_510_172_001;

/// A registry of five people in two villages, the head of a card not the first on it.
async fn registry(world: &World) {
    let line = |person, on, name: &str, village: u64, kin: &str| {
        format!("{},{},{name},L,{village},Jl. Contoh,{kin}", nik(person), card(on))
    };
    let rows = [
        line(1, 1, "Anak Satu", FIRST, "Anak"),
        line(2, 1, "Kepala Satu", FIRST, "Kepala Keluarga"),
        line(3, 2, "Kepala Dua", SECOND, "Kepala Keluarga"),
        line(4, 3, "Kepala Tiga", FIRST, "Kepala Keluarga"),
        line(5, 4, "Tanpa Bantuan", SECOND, "Kepala Keluarga"),
        // On two cards.
        line(4, 2, "Kepala Tiga", SECOND, "Anak"),
    ];
    let path = world.write("residents.csv", "nik,no_kk,nama,jenis_kelamin,kode_desa,alamat,hubungan", &rows);
    import::residents(&world.settings, &path).await.unwrap();
}

pub async fn the_lists_are_read_village_by_village(world: World) {
    registry(&world).await;
    world
        .recipients(&[
            ("bst", "2020-05", None, Some(1), false),
            ("pkh", "2020-05", Some(1), None, true),
            ("pkh", "2020-05", Some(3), None, true),
            ("bst", "2020-04", Some(5), None, true),
            ("bpnt", "2020-05", Some(4), None, false),
            ("bpnt", "2020-05", Some(99), None, false),
        ])
        .await;
    let store = world.start().await;
    let mut reading = Reading::default();
    assert_eq!(store.announcements.everybody_listed(&mut reading).await.unwrap(), 1, "whom the registry knows not");
    let lists = reading.lists.unwrap();
    let shown: Vec<_> = lists.shown.iter().map(|list| (list.scheme, list.period.to_string())).collect();
    let month = || "2020-05".to_owned();
    assert_eq!(shown, [(Scheme::Pkh, month()), (Scheme::Bpnt, month()), (Scheme::Bst, month())]);
    assert!(lists.data_as_of.is_some());
    let named = |names: &[(&str, Scheme)]| names.iter().map(|(name, scheme)| ((*name).to_owned(), *scheme)).collect();
    let expected: Vec<(u64, Vec<(String, Scheme)>)> = vec![
        (FIRST, named(&[("Anak Satu", Scheme::Pkh), ("Kepala Satu", Scheme::Bst), ("Kepala Tiga", Scheme::Bpnt)])),
        (SECOND, named(&[("Kepala Dua", Scheme::Pkh), ("Kepala Tiga", Scheme::Bpnt)])),
    ];
    assert_eq!(reading.villages, expected, "a card alone by its head, an older month not at all");
}

pub async fn an_announcement_stays_as_it_was_made(world: World) {
    let store = world.start().await;
    let sheet = |number: u32, village: u64, first: u8| KeptSheet {
        number,
        village,
        people: 2,
        sha256: [&[first], &[7; 31][..]].concat(),
        text: format!("teks {number}"),
    };
    let announcement =
        |number| Announcement { number, made_at: NOW, masking: Masking::Initials, people: 4, unplaced: 1 };
    let new = |number, sheets: Vec<KeptSheet>| {
        What::Announce(Arc::new(NewAnnouncement { announcement: announcement(number), officer: None, sheets }))
    };
    assert!(store.announcements.announcements(9).await.unwrap().is_empty());
    let first = new(1, vec![sheet(1, FIRST, 0xff), sheet(1, SECOND, 2)]);
    assert_eq!(work(&store, first.clone()).await, Worked::Made(1));
    assert_eq!(work(&store, first).await, Worked::Changed, "somebody was quicker");
    assert_eq!(work(&store, new(2, vec![sheet(2, FIRST, 0xff)])).await, Worked::Made(2));
    assert_eq!(store.announcements.announcements(9).await.unwrap(), [announcement(2), announcement(1)]);
    assert_eq!(store.announcements.announcements(1).await.unwrap(), [announcement(2)]);

    let of = |village, number| store.announcements.sheet(village, number);
    assert_eq!(of(FIRST, None).await.unwrap(), Some(sheet(2, FIRST, 0xff)));
    assert_eq!(of(FIRST, Some(1)).await.unwrap(), Some(sheet(1, FIRST, 0xff)));
    assert_eq!(of(SECOND, Some(2)).await.unwrap(), None);
    assert_eq!(of(SECOND, None).await.unwrap(), Some(sheet(1, SECOND, 2)));
    let with = |sha256: &'static [u8]| store.announcements.sheets_with(sha256);
    assert_eq!(with(&[2, 7]).await.unwrap(), [sheet(1, SECOND, 2)]);
    assert_eq!(with(&[0xff, 7, 7]).await.unwrap(), [sheet(2, FIRST, 0xff), sheet(1, FIRST, 0xff)]);
    assert!(with(&[2, 8]).await.unwrap().is_empty() && with(&[0xff, 0xff]).await.unwrap().is_empty());
}
