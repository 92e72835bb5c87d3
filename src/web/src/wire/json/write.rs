//! Writes our values as JSON.

use serde::ser::{Impossible, Serialize, SerializeSeq, SerializeStruct, Serializer};

use super::Misfit;

/// The value as text; `None` for what our types never hold.
pub fn write<T: Serialize>(value: &T) -> Option<String> {
    let mut text = String::new();
    value.serialize(&mut Writer(&mut text)).ok()?;
    Some(text)
}

struct Writer<'a>(&'a mut String);

fn quoted(text: &mut String, value: &str) {
    text.push('"');
    for character in value.chars() {
        match character {
            '"' | '\\' => {
                text.push('\\');
                text.push(character);
            }
            '\n' => text.push_str("\\n"),
            control if control < ' ' => {
                text.push_str("\\u00");
                for half in [control as u32 >> 4, control as u32 & 15] {
                    text.extend(char::from_digit(half, 16));
                }
            }
            other => text.push(other),
        }
    }
    text.push('"');
}

/// An object or a list being written.
struct Entries<'a> {
    text: &'a mut String,
    first: bool,
    end: char,
}

impl<'a> Entries<'a> {
    fn open(text: &'a mut String, start: char, end: char) -> Self {
        text.push(start);
        Self { text, first: true, end }
    }

    fn next(&mut self) {
        if !std::mem::take(&mut self.first) {
            self.text.push(',');
        }
    }

    fn close(self) {
        self.text.push(self.end);
    }
}

impl SerializeSeq for Entries<'_> {
    type Ok = ();
    type Error = Misfit;

    fn serialize_element<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Misfit> {
        self.next();
        value.serialize(&mut Writer(self.text))
    }

    fn end(self) -> Result<(), Misfit> {
        self.close();
        Ok(())
    }
}

impl SerializeStruct for Entries<'_> {
    type Ok = ();
    type Error = Misfit;

    fn serialize_field<T: Serialize + ?Sized>(&mut self, key: &'static str, value: &T) -> Result<(), Misfit> {
        self.next();
        quoted(self.text, key);
        self.text.push(':');
        value.serialize(&mut Writer(self.text))
    }

    fn end(self) -> Result<(), Misfit> {
        self.close();
        Ok(())
    }
}

type No = Impossible<(), Misfit>;

impl<'a> Serializer for &'a mut Writer<'_> {
    type Ok = ();
    type Error = Misfit;
    type SerializeSeq = Entries<'a>;
    type SerializeStruct = Entries<'a>;
    type SerializeTuple = No;
    type SerializeTupleStruct = No;
    type SerializeTupleVariant = No;
    type SerializeMap = No;
    type SerializeStructVariant = No;

    fn serialize_bool(self, value: bool) -> Result<(), Misfit> {
        self.0.push_str(if value { "true" } else { "false" });
        Ok(())
    }

    fn serialize_i64(self, value: i64) -> Result<(), Misfit> {
        self.0.push_str(&value.to_string());
        Ok(())
    }

    fn serialize_u64(self, value: u64) -> Result<(), Misfit> {
        self.0.push_str(&value.to_string());
        Ok(())
    }

    fn serialize_u8(self, value: u8) -> Result<(), Misfit> {
        self.serialize_u64(value.into())
    }

    fn serialize_u16(self, value: u16) -> Result<(), Misfit> {
        self.serialize_u64(value.into())
    }

    fn serialize_u32(self, value: u32) -> Result<(), Misfit> {
        self.serialize_u64(value.into())
    }

    fn serialize_str(self, value: &str) -> Result<(), Misfit> {
        quoted(self.0, value);
        Ok(())
    }

    fn serialize_none(self) -> Result<(), Misfit> {
        self.0.push_str("null");
        Ok(())
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<(), Misfit> {
        value.serialize(self)
    }

    fn serialize_unit_variant(self, _: &'static str, _: u32, variant: &'static str) -> Result<(), Misfit> {
        self.serialize_str(variant)
    }

    fn serialize_seq(self, _: Option<usize>) -> Result<Entries<'a>, Misfit> {
        Ok(Entries::open(self.0, '[', ']'))
    }

    fn serialize_struct(self, _: &'static str, _: usize) -> Result<Entries<'a>, Misfit> {
        Ok(Entries::open(self.0, '{', '}'))
    }

    fn serialize_i8(self, _: i8) -> Result<(), Misfit> {
        Err(Misfit)
    }

    fn serialize_i16(self, _: i16) -> Result<(), Misfit> {
        Err(Misfit)
    }

    fn serialize_i32(self, _: i32) -> Result<(), Misfit> {
        Err(Misfit)
    }

    fn serialize_f32(self, _: f32) -> Result<(), Misfit> {
        Err(Misfit)
    }

    fn serialize_f64(self, _: f64) -> Result<(), Misfit> {
        Err(Misfit)
    }

    fn serialize_char(self, _: char) -> Result<(), Misfit> {
        Err(Misfit)
    }

    fn serialize_bytes(self, _: &[u8]) -> Result<(), Misfit> {
        Err(Misfit)
    }

    fn serialize_unit(self) -> Result<(), Misfit> {
        Err(Misfit)
    }

    fn serialize_unit_struct(self, _: &'static str) -> Result<(), Misfit> {
        Err(Misfit)
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(self, _: &'static str, _: &T) -> Result<(), Misfit> {
        Err(Misfit)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: &T,
    ) -> Result<(), Misfit> {
        Err(Misfit)
    }

    fn serialize_tuple(self, _: usize) -> Result<No, Misfit> {
        Err(Misfit)
    }

    fn serialize_tuple_struct(self, _: &'static str, _: usize) -> Result<No, Misfit> {
        Err(Misfit)
    }

    fn serialize_tuple_variant(self, _: &'static str, _: u32, _: &'static str, _: usize) -> Result<No, Misfit> {
        Err(Misfit)
    }

    fn serialize_map(self, _: Option<usize>) -> Result<No, Misfit> {
        Err(Misfit)
    }

    fn serialize_struct_variant(self, _: &'static str, _: u32, _: &'static str, _: usize) -> Result<No, Misfit> {
        Err(Misfit)
    }
}
