"""Functions of WeasyPrint written again, quicker, with the same results: see `tuning`.

Cells of a table share one style, so what follows from a style alone is worked out once for it and kept with it, under
names that the library does not use.
"""

from typing import Any

import pydyf
from cssselect2 import Matcher
from weasyprint.draw import border
from weasyprint.draw import text as drawing
from weasyprint.formatting_structure import boxes
from weasyprint.layout import background, inline, percent
from weasyprint.text import line_break
from weasyprint.text.constants import PANGO_DIRECTION
from weasyprint.text.ffi import ffi, gobject, pango, unicode_to_char_p
from weasyprint.text.fonts import font_features, get_font_description

_LENGTHS = (
    *(f"{name}_{side}" for name in ("margin", "padding") for side in ("left", "right", "top", "bottom")),
    *("width", "min_width", "max_width", "height", "min_height", "max_height"),
)
_BORDERS = tuple(f"border_{side}_width" for side in ("top", "right", "bottom", "left"))
_RADII = tuple(f"border_{corner}_radius" for corner in ("top_left", "top_right", "bottom_right", "bottom_left"))
_ALIKE = {"tr", "th", "td"}
_NOT_ROUND = dict.fromkeys(_RADII, (0, 0))

resolve_percentages = percent.resolve_percentages
resolve_radii_percentages = percent.resolve_radii_percentages
strut = line_break.strut
setup = line_break.Layout.setup
reactivate = line_break.Layout.reactivate
match = Matcher.match
layout_box_backgrounds = background.layout_box_backgrounds
draw_outline = border.draw_outline
split_first_line = line_break.split_first_line
get_next_linebox = inline.get_next_linebox
draw_first_line = drawing.draw_first_line
is_in_normal_flow = boxes.Box.is_in_normal_flow
to_bytes = pydyf._to_bytes


def quick_percentages(box: Any, containing_block: Any) -> None:
    """Lengths in pixels mean the same in any box: most styles have no others."""
    style = box.style
    try:
        used = style.pack_lengths
    except AttributeError:
        used = style.pack_lengths = _lengths(style)
    if used is None or box.is_flex_item or box.is_grid_item or isinstance(box, boxes.PageBox):
        resolve_percentages(box, containing_block)
        return
    own, (lengths, borders) = box.__dict__, used
    own.update(lengths)
    if borders is not None:
        own.update(borders)
        return
    for name in _BORDERS:  # a collapsed border was settled with its neighbours
        if name not in own:
            own[name] = style[name]


def _lengths(style: Any) -> tuple[dict[str, Any], dict[str, Any] | None] | None:
    """What the lengths and borders of a style come to; nothing where that depends on what is around the box."""
    if style["box_sizing"] != "content-box":
        return None
    found: dict[str, Any] = {}
    for name in _LENGTHS:
        value = style[name]
        if value == "auto" or value is None:
            found[name] = 0 if name in ("min_width", "min_height") else value
        elif getattr(value, "unit", None) == "px":
            found[name] = value.value
        else:
            return None
    if style["border_collapse"] == "collapse":
        return found, None
    return found, {name: style[name] for name in _BORDERS}


def quick_radii(box: Any) -> None:
    style = box.style
    try:
        is_square = style.pack_is_square
    except AttributeError:
        is_square = style.pack_is_square = all((0, "px") in style[name] for name in _RADII)
    if is_square:
        box.__dict__.update(_NOT_ROUND)
    else:
        resolve_radii_percentages(box)


def quick_backgrounds(page: Any, box: Any, get_image: Any, layout_children: bool = True, style: Any = None) -> None:
    """Most boxes have no background, and neither have those in them."""
    own = box.style
    try:
        is_bare = own.pack_is_bare
    except AttributeError:
        is_bare = own.pack_is_bare = _is_bare(own)
    if not is_bare or style is not None or box is page:
        layout_box_backgrounds(page, box, get_image, layout_children, style)
        return
    quick_radii(box)
    if layout_children:
        for child in box.all_children():
            quick_backgrounds(page, child, get_image)
    box.background = None


def _is_bare(style: Any) -> bool:
    images = (style["border_image_source"], style["mask_border_source"], *style["background_image"])
    color = style["background_color"]
    return (
        all(source[0] == "none" for source in images)
        and style["visibility"] != "hidden"
        and not style["box_shadow"]
        and not isinstance(color, str)
        and color.alpha == 0
    )


def quick_outline(stream: Any, box: Any) -> None:
    if box.style["outline_width"]:
        draw_outline(stream, box)
        return
    for child in box.children:
        if isinstance(child, boxes.Box):
            quick_outline(stream, child)


def quick_match(matcher: Any, element: Any) -> Any:
    """Rows and cells beside each other with the same attributes are chosen by the same selectors: the style sheets of
    packs ask neither for their place among others nor for what is beside or in them."""
    if element.parent is None or element.etree_element.tag not in _ALIKE:
        return match(matcher, element)
    alike = element.parent.__dict__.setdefault("pack_alike", {})
    key = (element.etree_element.tag, *element.etree_element.attrib.items())
    element.pack_alike = known = alike.setdefault(key, {})
    if matcher not in known:
        known[matcher] = match(matcher, element)
    return known[matcher]


def quick_strut(style: Any) -> Any:
    try:
        return style.pack_strut
    except AttributeError:
        found = style.pack_strut = strut(style)
        return found


def quick_normal_flow(box: Any) -> Any:
    style = box.style
    if style["float"] == "none" and style["position"] in ("static", "relative"):
        return True
    return is_in_normal_flow(box)


def quick_setup(layout: Any, style: Any) -> None:
    """The font of a style is found once, and not for each piece of text in it."""
    if style["text_decoration_line"] != "none":
        setup(layout, style)
        return
    layout.style = style
    layout.first_line_direction = 0
    try:
        known = style.pack_font
    except AttributeError:
        known = style.pack_font = _font(style)
    context, description, features, layout.language = known
    layout.layout = ffi.gc(pango.pango_layout_new(context), gobject.g_object_unref)
    pango.pango_layout_set_auto_dir(layout.layout, False)
    pango.pango_layout_set_font_description(layout.layout, description)
    layout.ascent = layout.underline_position = layout.strikethrough_position = None
    if features:
        attributes = pango.pango_attr_list_new()
        pango.pango_attr_list_insert(attributes, style.font_config.font_features[features])
        pango.pango_layout_set_attributes(layout.layout, attributes)


def _font(style: Any) -> tuple[Any, Any, bytes, Any]:
    """Context, description and features of a style's font, and its language, as `Layout.setup` makes them."""
    context = ffi.gc(pango.pango_font_map_create_context(style.font_config.font_map), gobject.g_object_unref)
    pango.pango_context_set_round_glyph_positions(context, False)
    pango.pango_context_set_base_dir(context, PANGO_DIRECTION[style["direction"]])
    language = pango.pango_language_get_default()
    override = style["font_language_override"]
    if override != "normal":
        override = line_break.LST_TO_ISO.get(override.lower(), override)
    if name := override if override != "normal" else style["lang"]:
        pointer, _ = unicode_to_char_p(name)
        language = pango.pango_language_from_string(pointer)
        pango.pango_context_set_language(context, language)
    names = ("kerning", *(f"variant_{each}" for each in ("ligatures", "position", "caps", "numeric", "alternates")))
    wanted = font_features(*(style[f"font_{each}"] for each in (*names, "variant_east_asian", "feature_settings")))
    features = ",".join(f"{key} {value}" for key, value in wanted.items()).encode()
    if features and features not in style.font_config.font_features:
        style.font_config.font_features[features] = pango.pango_attr_font_features_new(features)
    return context, get_font_description(style), features, language


def quick_bytes(item: Any) -> bytes:
    """Most of what is written are numbers and finished pieces."""
    kind = type(item)
    if kind is bytes:
        return item  # type: ignore[no-any-return]
    if kind is float:
        return str(int(item)).encode() if item.is_integer() else f"{item:f}".rstrip("0").encode()
    if kind is int or kind is str:
        return str(item).encode("ascii")
    return to_bytes(item)


# --- Text: a piece that was set before in the same style is not set again ---------------------------------------------


def quick_split(
    text: str, style: Any, context: Any, max_width: Any, spacing: Any, is_line_start: bool = True, minimum: bool = False
) -> Any:
    """A text that fits into one line is the same in any width that it fits into."""
    if spacing or not is_line_start or minimum:
        return split_first_line(text, style, context, max_width, spacing, is_line_start, minimum)
    try:
        known = style.pack_lines
    except AttributeError:
        known = style.pack_lines = {}
    found = known.get(text)
    if found is not None and (max_width is None or found[3] <= max_width):
        return found
    found = known.get((text, max_width))
    if found is None:
        found = split_first_line(text, style, context, max_width, spacing)
        fits = found[2] is None and (max_width is None or found[3] <= max_width)
        known[text if fits else (text, max_width)] = found
    return found


def quick_line(
    context: Any, line: Any, y: float, bottom: float, skip: Any, around: Any, absolute: Any, fixed: Any, *styles: Any
) -> Any:
    """The next line of a box that holds nothing but one piece of text which fits into the line, as most cells do."""
    if skip is None and not context.excluded_shapes and not any(styles) and _is_plain(line, around):
        line.position_y, line.width, line.height = y, 0, 0
        x, top, width = inline.avoid_collisions(context, line, around, outer=False)
        line.position_x = x
        text = _set(context, line, around, x + line.text_indent, (x + width) * (1 + 1e-9))
        if text is not None:
            return _placed(context, line, text, top, width), None
    return get_next_linebox(context, line, y, bottom, skip, around, absolute, fixed, *styles)


def _is_plain(line: Any, around: Any) -> bool:
    if len(line.children) != 1 or type(line.children[0]) is not boxes.TextBox or line.is_leader:
        return False
    (text,) = line.children
    style = text.style
    return (
        bool(text.text.strip())
        and text.text[0] != " "
        and text.text[-1] != " "
        and not text.justification_spacing
        and style["vertical_align"] == "baseline"
        and style["float"] == "none"
        and style["position"] == "static"
        and bool(style["font_size"])
        and line.style["position"] == "static"
        and line.style["direction"] == "ltr"
        and around.style["direction"] == "ltr"
        and not any(line.__dict__[name] for name in _SIDES)
    )


_SIDES = tuple(f"{name}_{side}" for name in ("margin", "padding") for side in ("left", "right", "top", "bottom"))


def _set(context: Any, line: Any, around: Any, x: float, right: float) -> Any:
    """The box of the text; none where it must be broken."""
    (child,) = line.children
    child.position_y = line.position_y
    quick_percentages(child, around)
    child.position_x = x
    layout, length, rest, width, height, baseline = quick_split(child.text, child.style, context, right - x, 0)
    if rest is not None or length <= 0:
        return None
    text = child.copy_with_text(layout.text)
    text.width, text.pango_layout, text.height = width, layout, height
    text.margin_top = text.margin_bottom = (quick_strut(text.style)[0] - height) / 2
    text.baseline = baseline
    text.baseline += text.margin_top
    return None if x + text.margin_width() > right else text


def _placed(context: Any, line: Any, text: Any, y: float, width: float) -> Any:
    """The line with its text: as wide as that, and where its alignment puts it."""
    made = line.copy_with_children([text])
    made.width = 0
    made.width = text.position_x + text.margin_width() - made.content_box_x()
    inline._adjust_line_height(made)
    line.width, line.height = made.width, made.height
    x = inline.text_align(context, made, width, last=True)
    top = text.position_y = 0 - text.baseline
    bottom = top + text.margin_height()
    own_top = 0 - made.baseline
    bottom, top = max(bottom, own_top + made.margin_height()), min(top, own_top)
    made.baseline, made.position_y, made.height = -top, top, bottom - top
    made.margin_top = made.margin_bottom = 0
    made.translate(x, y - top)
    made.position_y = y
    return made


def quick_reactivate(layout: Any, style: Any) -> None:
    if layout.text in style.__dict__.get("pack_drawn", ()):
        layout.layout = layout.language = layout.style = None
    else:
        reactivate(layout, style)


def quick_first_line(stream: Any, textbox: Any, text_overflow: str, block_ellipsis: str, matrix: Any) -> Any:
    """Letters in one font that were drawn before are the same at another place."""
    layout, style = textbox.pango_layout, textbox.style
    plain = text_overflow == "clip" and block_ellipsis == "none" and not layout.justification_spacing
    known = style.__dict__.setdefault("pack_drawn", {})
    if plain and layout.text in known:
        font, letters = known[layout.text]
        stream.set_text_matrix(*matrix.values)
        stream.set_font_size(*font)
        stream.stream.append(letters)
        return []
    if layout.layout is None:
        reactivate(layout, style)
    before = len(stream.stream)
    emojis = draw_first_line(stream, textbox, text_overflow, block_ellipsis, matrix)
    drawn = stream.stream[before:]
    if plain and not emojis and 2 <= len(drawn) <= 3 and drawn[-1].endswith(b" TJ"):
        known[layout.text] = (stream._current_font, drawn[-1])
    return emojis
