//! The fields of a JSON object, as types of ours. `None` means that the value is of
//! another shape; what may be absent says so.

use js_sys::{Array, Reflect};
use wasm_bindgen::{JsCast, JsValue};

use super::Lift;

/// An object.
pub struct Fields<'a>(&'a JsValue);

impl<'a> Fields<'a> {
    /// The fields of a value, if it is an object.
    pub fn of(value: &'a JsValue) -> Option<Self> {
        (value.is_object() && !Array::is_array(value)).then_some(Self(value))
    }

    /// A field; null and absent are the same.
    pub fn find(&self, name: &str) -> Option<JsValue> {
        let value = Reflect::get(self.0, &JsValue::from_str(name)).ok()?;
        (!value.is_undefined() && !value.is_null()).then_some(value)
    }

    /// A text.
    pub fn text(&self, name: &str) -> Option<String> {
        self.find(name)?.as_string()
    }

    /// A whole number.
    pub fn number(&self, name: &str) -> Option<u64> {
        let number = self.find(name)?.as_f64()?;
        (number >= 0.0 && number as u64 as f64 == number).then_some(number as u64)
    }

    /// True or false.
    pub fn flag(&self, name: &str) -> Option<bool> {
        self.find(name)?.as_bool()
    }

    /// What a text stands for.
    pub fn word<T>(&self, name: &str, read: impl Fn(&str) -> Option<T>) -> Option<T> {
        read(&self.text(name)?)
    }

    /// The same where it may be absent.
    pub fn word_or_none<T>(&self, name: &str, read: impl Fn(&str) -> Option<T>) -> Option<Option<T>> {
        match self.find(name) {
            None => Some(None),
            Some(value) => Some(Some(read(&value.as_string()?)?)),
        }
    }

    /// Values of one kind; none where it is absent.
    pub fn list_or_none<T: Lift>(&self, name: &str) -> Option<Vec<T>> {
        let mut values = Vec::new();
        for value in self.values(name)? {
            values.push(T::lift(&value)?);
        }
        Some(values)
    }

    /// Values of one kind.
    pub fn list<T: Lift>(&self, name: &str) -> Option<Vec<T>> {
        self.find(name)?;
        self.list_or_none(name)
    }

    #[inline(never)]
    fn values(&self, name: &str) -> Option<Vec<JsValue>> {
        match self.find(name) {
            None => Some(Vec::new()),
            Some(list) => Some(list.dyn_into::<Array>().ok()?.to_vec()),
        }
    }
}
