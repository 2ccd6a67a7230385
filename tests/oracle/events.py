"""Event lines (FORMATS 1) and which rows of triggers and exceptions they match (FORMATS 2)."""
import json, math
from filters import condition, is_number, same_scalar
from instants import parse

SESSION = ("Application Opened", "Session Started")
PURCHASE = "Order Completed"
REPORTS = {"Email Delivered": "delivered", "Email Bounced": "bounced", "Email Marked as Spam": "spam",
           "Unsubscribed": "unsubscribed", "Push Notification Received": "delivered",
           "Push Notification Bounced": "bounced", "SMS Delivered": "delivered", "SMS Failed": "failed",
           "Webhook Failed": "failed"}
IMPRESSIONS = {"In-App Message Displayed": "in_app", "Content Card Displayed": "content_card"}
CARDS = {"News Feed Card Viewed": "view", "News Feed Card Clicked": "click"}
INBOUND = {"inbound_sms": "SMS Received", "inbound_whatsapp": "WhatsApp Received"}
FENCES = {"enter": "Geofence Entered", "exit": "Geofence Exited"}


class Occurrence:
    """Something that happened to a user: an event of a file or one derived from it (3.6)."""
    def __init__(self, what, user, t, **more):
        self.what, self.user, self.t = what, user, t
        self.name = self.channel = self.message_id = self.context_zone = self.campaign = self.interaction = None
        self.properties, self.traits, self.changes = {}, {}, None
        self.__dict__.update(more)

    def number(self, key): return self.properties.get(key) if is_number(self.properties.get(key)) else None

    def revenue(self):
        return next((self.number(k) for k in ("revenue", "total", "value") if self.number(k) is not None), 0)

    def products(self):
        found = [self.properties.get("product_id")]
        rows = self.properties.get("products")
        for row in rows if isinstance(rows, list) else []:
            if isinstance(row, dict): found += [row.get("product_id"), row.get("sku")]
        return [x for x in found if isinstance(x, str)]

    def interactions(self):
        """What a message event means, whatever campaign or canvas step it names."""
        if self.what == "interaction": return [self.interaction]
        if self.what != "track": return []
        p = self.properties
        button = p.get("button") is not None
        return {"Email Opened": ["open_email", "open_email_machine" if p.get("machine") is True else "open_email_other"],
                "Email Link Clicked": ["click_email"] + ["click_email_link"] * isinstance(p.get("link_alias"), str),
                "Push Notification Tapped": ["click_push_button" if button else "open_push"],
                "Push Story Page Clicked": ["click_push_story"],
                "In-App Message Displayed": ["view_in_app"],
                "In-App Message Clicked": ["click_in_app"] + ["click_in_app_button"] * button,
                "Content Card Displayed": ["view_content_card"], "Content Card Clicked": ["click_content_card"],
                "Content Card Dismissed": ["dismiss_content_card"],
                "SMS Link Clicked": ["click_sms_link"]}.get(self.name, [])

    def campaign_named(self):
        if self.what == "interaction": return self.campaign
        named = self.properties.get("campaign_id")
        return named if isinstance(named, str) else None

    def is_message_event(self):
        return bool(self.interactions()) or self.name in REPORTS or self.name == "In-App Message Dismissed"


def read_line(line):
    """An Occurrence, or the name of the counter the line goes to; None for a blank line."""
    if isinstance(line, str):
        if not line.strip(): return None
        try: line = json.loads(line)
        except ValueError: return "rejected"
    if not isinstance(line, dict): return "rejected"
    kind = line.get("type")
    if kind in ("group", "alias"): return "skipped"
    if kind not in ("track", "identify", "page", "screen"): return "rejected"
    user = line.get("userId")
    if user is None: return "anonymous" if line.get("anonymousId") is not None else "rejected"
    if isinstance(user, int) and not isinstance(user, bool): user = str(user)
    if not isinstance(user, str) or not 1 <= len(user.encode()) <= 255: return "rejected"
    t = parse(line.get("timestamp"))
    if t is None: return "rejected"
    message_id = line.get("messageId")
    if message_id is not None and (not isinstance(message_id, str) or not 1 <= len(message_id.encode()) <= 255):
        return "rejected"
    for key in ("properties", "traits"):
        if line.get(key) is not None and not isinstance(line[key], dict): return "rejected"
    context = line.get("context") if isinstance(line.get("context"), dict) else {}
    o = Occurrence("identify" if kind == "identify" else "track", user, t, message_id=message_id,
                   channel=line.get("channel"), properties=line.get("properties") or {},
                   traits=line.get("traits") or {},
                   context_zone=context.get("timezone") if line.get("channel") != "server" else None)
    if kind == "track":
        o.name = line.get("event")
        if not isinstance(o.name, str) or not 1 <= len(o.name.encode()) <= 255: return "rejected"
    elif kind != "identify":
        words = ["Viewed", line.get("name"), kind.capitalize()]
        o.name = " ".join(w for w in words if isinstance(w, str) and w)
    return o


def metres(a, b):
    (p, q), (r, s) = ((math.radians(x) for x in point) for point in (a, b))
    h = math.sin((r - p) / 2) ** 2 + math.cos(p) * math.cos(r) * math.sin((s - q) / 2) ** 2
    return 2 * 6371008.8 * math.asin(math.sqrt(min(1, h)))


def place(o):
    at = (o.number("latitude"), o.number("longitude"))
    return at if o.what == "track" and o.name == "Location Updated" and None not in at else None


def match_interaction(row, o):
    if row["interaction"] not in o.interactions(): return False
    if row["campaign"] == "*":
        p = o.properties
        if o.what == "track" and o.campaign_named() is None and not isinstance(p.get("canvas_id"), str): return False
    elif row["campaign"] != o.campaign_named(): return False
    if "button" in row and o.properties.get("button") != row["button"]: return False
    return "link" not in row or o.properties.get("link_alias") == row["link"]


def match_change(row, o):
    """The rows that ask what an identify, or `Unsubscribed`, changed."""
    kind, c = row["type"], o.changes
    if c is None: return False
    if kind == "email_added": return c["email_added"]
    if kind == "attribute_changed":
        return row["attribute"] in c["traits"] and ("to" not in row or same_scalar(c["traits"][row["attribute"]], row["to"]))
    if kind == "subscription_changed":
        return row["channel"] in c["subscriptions"] and row.get("to") in (None, c["subscriptions"][row["channel"]])
    return any(row.get("group") in (None, g) and row.get("to") in (None, to) for g, to in c["groups"].items())


def match_track(row, o, campaign, user, now):
    kind, p = row["type"], o.properties
    filters = lambda: all(condition(w["property"], w, p, now) for w in row.get("where", []))
    if kind == "custom_event": return o.name == row["event"] and filters()
    if kind == "purchase":
        return o.name == PURCHASE and ("product" not in row or row["product"] in o.products()) and filters()
    if kind == "session_start": return o.name in SESSION
    if kind == "card_interaction": return CARDS.get(o.name) == row["interaction"] and p.get("card_id") == row["card"]
    if kind == "canvas_interaction":
        return row["interaction"] in o.interactions() and p.get("canvas_id") == row["canvas"] and p.get("step_id") == row["step"]
    if kind == "location_entered":
        centre, at = (row["latitude"], row["longitude"]), place(o)
        if at is None or metres(centre, at) > row["radius_m"]: return False
        return user.location is None or metres(centre, user.location) > row["radius_m"]
    if kind == "geofence": return o.name == FENCES[row["transition"]] and p.get("geofence") == row["geofence"]
    if kind in INBOUND:
        if o.name != INBOUND[kind] or ("group" in row and p.get("group") != row["group"]): return False
        body = p.get("body")
        return "keyword" not in row or (isinstance(body, str) and body.strip().lower() == row["keyword"].strip().lower())
    return False


def matches(row, o, campaign, user, now):
    """Whether one row of a campaign document matches."""
    kind = row["type"]
    if kind == "exception_performed": return o.what == "exception" and o.campaign == row["campaign"]
    if kind == "conversion":
        return bool(campaign.get("conversions")) and matches(campaign["conversions"][0]["event"], o, campaign, user, now)
    if kind == "campaign_interaction": return match_interaction({"campaign": campaign["id"], **row}, o)
    if kind in ("email_added", "attribute_changed", "subscription_changed", "subscription_group_changed"):
        return match_change(row, o)
    return o.what == "track" and match_track(row, o, campaign, user, now)
