//! What the announced lists say, on paper and on the page. The residents' program shows
//! none of it: both are drawn by the server.

use tilik_core::announcement::Place;
use tilik_core::{Desa, Scheme};

use super::{Text as T, fill, t};

/// A scheme in a word, for a narrow column.
pub fn short_scheme(scheme: Scheme) -> &'static str {
    t(match scheme {
        Scheme::Pkh => T::ShortPkh,
        Scheme::Bpnt => T::ShortBpnt,
        Scheme::Bst => T::ShortBst,
        Scheme::BltDd => T::ShortBltDd,
        Scheme::Prakerja => T::ShortPrakerja,
        Scheme::Bpum => T::ShortBpum,
        Scheme::JpsProv => T::ShortJpsProv,
        Scheme::JpsKab => T::ShortJpsKab,
        Scheme::Nutrisi => T::ShortNutrisi,
    })
}

/// Where a sheet hangs.
pub fn place(place: Place) -> &'static str {
    t(match place {
        Place::BalaiDesa => T::PlaceBalaiDesa,
        Place::Masjid => T::PlaceMasjid,
        Place::Gereja => T::PlaceGereja,
        Place::Pura => T::PlacePura,
        Place::Wihara => T::PlaceWihara,
    })
}

/// A village with its district: a kelurahan is a town's.
pub fn village(village: Desa) -> String {
    let words = t(if village.is_kelurahan() { T::DaftarKelurahan } else { T::DaftarDesa });
    fill(words, &[("name", village.name()), ("district", village.kecamatan().name())])
}
