"""The dimension Device."""

from graph_platform.ontology.model import Choice, Domain, Label, Property, Sensitivity

PUBLIC, INTERNAL, CONFIDENTIAL = Sensitivity.PUBLIC, Sensitivity.INTERNAL, Sensitivity.CONFIDENTIAL
IDENTITY, TEXT = Sensitivity.IDENTITY, Sensitivity.TEXT
SALES, SERVICE, OPERATIONS, REGISTER = Domain.SALES, Domain.SERVICE, Domain.OPERATIONS, Domain.REGISTER
GENERAL = Domain.GENERAL

DEVICE = Label(
    "Device",
    "A thing that is sold, installed or operated, and the products that it is one of.",
    zh="设备",
    properties=(
        Property("name", "name", INTERNAL, GENERAL, "What it is called."),
        Property("other_names", "name", INTERNAL, GENERAL, "Other names.", many=True),
        Property(
            "serial_number",
            "serial_number",
            INTERNAL,
            SERVICE,
            "Serial number that tells its maker too: a code of GB/T 34014, ten or more letters and digits, "
            "or `MAKER/SERIAL`.",
            exclusive=True,
        ),
        Property(
            "vin", "vin", IDENTITY, SERVICE, "Vehicle identification number (ISO 3779).", exclusive=True
        ),
        Property("imei", "imei", IDENTITY, SERVICE, "Mobile equipment identity.", exclusive=True),
        Property("model", "text", PUBLIC, SERVICE, "Model."),
        Property("manufacturer", "text", PUBLIC, SERVICE, "Maker's name."),
        Property("category", "text", PUBLIC, SERVICE, "Category."),
        Property("status", "text", INTERNAL, SERVICE, "State.", choice=Choice.NEWEST),
        Property("manufactured", "partial_date", INTERNAL, SERVICE, "Date of manufacture."),
        Property("warranty_until", "date", CONFIDENTIAL, SERVICE, "End of warranty.", choice=Choice.NEWEST),
        Property("version", "text", INTERNAL, SERVICE, "Firmware or software version.", choice=Choice.NEWEST),
        Property("city", "text", INTERNAL, SERVICE, "Where it stands.", choice=Choice.NEWEST),
        Property("description", "text", TEXT, SERVICE, "Free description."),
        Property(
            "state_of_health",
            "percent",
            INTERNAL,
            SERVICE,
            "Remaining capacity against the new one.",
            unit="fraction, 0 to 1",
            choice=Choice.NEWEST,
        ),
    ),
)
PRODUCT = Label(
    "Product",
    "A kind of thing that is sold: a model, an article.",
    parent="Device",
    zh="产品",
    properties=(
        Property("gtin", "gtin", PUBLIC, SALES, "Global trade item number.", exclusive=True),
        Property("sku", "text", INTERNAL, SALES, "Article number in one system."),
        Property("hs_code", "text", PUBLIC, OPERATIONS, "Harmonized System code, as customs classify it."),
        Property("list_price", "money", CONFIDENTIAL, SALES, "List price.", choice=Choice.NEWEST),
    ),
)
BATTERY = Label(
    "Battery",
    "A battery pack.",
    parent="Device",
    zh="电池",
    properties=(
        Property("capacity", "decimal", INTERNAL, SERVICE, "Rated capacity.", unit="kWh"),
        Property("chemistry", "text", INTERNAL, SERVICE, "Cell chemistry."),
    ),
)
VEHICLE = Label(
    "Vehicle",
    "A vehicle.",
    parent="Device",
    zh="车辆",
    properties=(
        Property("imo_number", "imo_number", PUBLIC, OPERATIONS, "IMO number of a ship.", exclusive=True),
        Property(
            "topics",
            "text",
            PUBLIC,
            REGISTER,
            "What lists say of it, in FollowTheMoney's words: `sanction`.",
            many=True,
        ),
        Property("plate", "plate", IDENTITY, SERVICE, "Number plate.", choice=Choice.NEWEST),
        Property("mileage", "decimal", INTERNAL, OPERATIONS, "Odometer.", unit="km", choice=Choice.NEWEST),
    ),
)
MACHINE = Label("Machine", "A machine or instrument.", "Device", zh="机器")
INSTALLATION = Label(
    "Installation", "A software installation or a plant as installed.", "Device", zh="软件安装"
)
SPARE_PART = Label(
    "SparePart",
    "A spare part and its stock.",
    parent="Device",
    zh="备件",
    properties=(
        Property("part_number", "text", INTERNAL, SERVICE, "Maker's part number."),
        Property(
            "stock", "integer", CONFIDENTIAL, OPERATIONS, "On stock.", unit="pieces", choice=Choice.NEWEST
        ),
        Property("reorder_level", "integer", CONFIDENTIAL, OPERATIONS, "Reorder below.", unit="pieces"),
        Property("warehouse", "text", INTERNAL, OPERATIONS, "Warehouse.", choice=Choice.NEWEST),
    ),
)

LABELS = (DEVICE, PRODUCT, BATTERY, VEHICLE, MACHINE, INSTALLATION, SPARE_PART)
