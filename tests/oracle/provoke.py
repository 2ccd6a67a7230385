"""An event that a row of a campaign may be waiting for, so that scenarios are not mostly silence."""
MESSAGE = {"open_email": "Email Opened", "open_email_machine": "Email Opened", "open_email_other": "Email Opened",
           "click_email": "Email Link Clicked", "click_email_link": "Email Link Clicked",
           "open_push": "Push Notification Tapped", "click_push_button": "Push Notification Tapped",
           "click_push_story": "Push Story Page Clicked", "view_in_app": "In-App Message Displayed",
           "click_in_app": "In-App Message Clicked", "click_in_app_button": "In-App Message Clicked",
           "view_content_card": "Content Card Displayed", "click_content_card": "Content Card Clicked",
           "dismiss_content_card": "Content Card Dismissed", "click_sms_link": "SMS Link Clicked"}


def track(name, **properties): return {"type": "track", "event": name, "properties": properties}


def identify(**traits): return {"type": "identify", "traits": traits}


def message(r, row, to):
    name = MESSAGE[row["interaction"]]
    more = {k: v for k, v in (("button", row.get("button")), ("link_alias", row.get("link"))) if v}
    if row["interaction"] in ("click_in_app_button", "click_push_button"): more.setdefault("button", "yes")
    if row["interaction"] == "click_email_link": more.setdefault("link_alias", "shop")
    if name == "Email Opened": more["machine"] = row["interaction"] == "open_email_machine"
    return track(name, **to, **more)


def change(r, row):
    if row["type"] == "email_added": return identify(email=r.choice(["a@b.c", None, ""]))
    to = row.get("to") or r.choice(["subscribed", "unsubscribed"])
    if row["type"] == "subscription_changed":
        if row["channel"] == "email" and r.random() < 0.3: return track("Unsubscribed")
        return identify(**{row["channel"] + "Subscription": to})
    return identify(subscriptionGroups={row.get("group", "w1"): to})


def event(r, campaigns, id, row, depth=0):
    """The type, name and properties of an event; None where nothing comes to mind."""
    kind = row["type"]
    if kind == "custom_event": return track(row["event"], **{w["property"]: w.get("value") for w in row.get("where", []) if w["property"] in "vw"})
    if kind == "purchase": return track("Order Completed", revenue=r.choice([1, 2.5, 10]), product_id=row.get("product", "p1"))
    if kind == "session_start": return track(r.choice(["Session Started", "Application Opened"]))
    if kind == "conversion": return event(r, campaigns, id, campaigns[id]["conversions"][0]["event"], depth + 1)
    if kind in ("email_added", "subscription_changed", "subscription_group_changed"): return change(r, row)
    if kind == "attribute_changed": return identify(plan=r.choice(["free", "pro", 1])) if row["attribute"] == "plan" else None
    if kind == "canvas_interaction": return message(r, row, {"canvas_id": row["canvas"], "step_id": row["step"]})
    if kind == "card_interaction": return track({"view": "News Feed Card Viewed", "click": "News Feed Card Clicked"}[row["interaction"]], card_id=row["card"])
    if kind == "geofence": return track({"enter": "Geofence Entered", "exit": "Geofence Exited"}[row["transition"]], geofence=row["geofence"])
    if kind == "location_entered": return track("Location Updated", latitude=r.choice([0, 0.001, 0.02, 45]), longitude=0)
    if kind == "inbound_sms": return track("SMS Received", body="Yes", group=row.get("group", "w1"))
    if kind == "inbound_whatsapp": return track("WhatsApp Received", body="yes", group=row.get("group", "w1"))
    named = row.get("campaign", id)
    if kind == "campaign_interaction" and row["interaction"] in MESSAGE:
        return message(r, row, {"campaign_id": r.choice(sorted(campaigns)) if named == "*" else named})
    if depth > 4 or named not in campaigns: return None
    source = campaigns[named]
    rows = source["triggers"] + (source.get("exceptions", []) if kind == "exception_performed" else [])
    if row.get("interaction") == "conversion": rows = rows + [c["event"] for c in source.get("conversions", [])]
    return event(r, campaigns, named, r.choice(rows), depth + 1)


def one(r, campaigns):
    doc = campaigns[r.choice(sorted(campaigns))]
    shown = {"in_app": "In-App Message Displayed", "content_card": "Content Card Displayed"}.get(doc["channel"])
    if shown and r.random() < 0.3: return track(shown, campaign_id=doc["id"])
    rows = doc["triggers"] * 2 + doc.get("exceptions", []) * 3 + [c["event"] for c in doc.get("conversions", [])] * 2
    return event(r, campaigns, doc["id"], r.choice(rows))
