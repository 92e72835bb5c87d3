//! A NIK in words: when its owner was born and where it was first registered.

use tilik_core::Nik;
use tilik_core::region::Standing;

use crate::app::App;
use crate::text::{Text, day, fill, t};

/// "Lahir 12 Maret 1985, Kec. Banyuwangi"; empty while it is no NIK.
pub fn readback(app: App, text: &str) -> String {
    let Ok(nik) = Nik::parse(text) else {
        return String::new();
    };
    let dates = app.with(|model| model.today).map(|today| nik.birth_dates(today));
    let mut dates = dates.into_iter().flat_map(|dates| dates.iter());
    let born = match (dates.next(), dates.next()) {
        (Some(date), Some(other)) => fill(t(Text::NikBornEither), &[("date", &day(date)), ("other", &day(other))]),
        (Some(date), None) => fill(t(Text::NikBorn), &[("date", &day(date))]),
        _ => return String::new(),
    };
    let region = nik.region();
    if region.standing() == Standing::Unknown {
        let code = nik.as_digits();
        let code = code.get(..6).unwrap_or_default();
        let mut said = born;
        said.push_str(". ");
        said.push_str(&fill(t(Text::NikRegionUnknown), &[("code", code)]));
        return said;
    }
    match (region.kecamatan(), region.province()) {
        (Some(kecamatan), _) => fill(t(Text::NikDistrict), &[("born", &born), ("name", kecamatan.name())]),
        (None, Some(province)) => fill(t(Text::NikProvince), &[("born", &born), ("name", province)]),
        (None, None) => born,
    }
}
